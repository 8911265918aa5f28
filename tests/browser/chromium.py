"""How is Debian's Chromium started, and what does a page do in it that it must not?"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.browser.pages import Example
from tests.browser.server import Site

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
FLAGS += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # blocks, and unlike route() keeps the cache
AXE = Axe().axe_script
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Style sheets and media are not fetched a second time (`preload`): no rule among these needs them. Contrast takes four
# fifths of the time and depends on colours, size and ground alone: one text of each such kind is judged, and is `good`
# on later pages once it has passed, unless its position may lay it over anything, or axe found it covered.
JUDGE = """async ([tags, known]) => {
  const good = new Set(known), names = [], behind = new Map([[null, '']]);
  const plain = ['rgba(0, 0, 0, 0)', 'none', '1'];
  const ground = (each) => {
    if (!behind.has(each)) {
      const look = getComputedStyle(each);
      const own = [look.backgroundColor, look.backgroundImage, look.opacity].filter((part) => !plain.includes(part));
      if (['absolute', 'fixed', 'sticky'].includes(look.position)) own.push(location.pathname);
      behind.set(each, [...own, ground(each.parentElement)].join());
    }
    return behind.get(each);
  };
  for (const each of document.body.querySelectorAll('*')) {
    const isField = each.matches('input, select, textarea, button');
    const speaks = isField || [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!speaks || !each.checkVisibility()) continue;
    const own = getComputedStyle(each);
    const name = [isField, own.color, own.fontSize, own.fontWeight, own.textShadow, ground(each)].join();
    if (!good.has(name) && !names.includes(name)) each.dataset.kind = names.push(name) - 1;
  }
  const tell = ({node, any, all, none}) => `${node.selector} ${[...any, ...all, ...none].map((each) => each.message)}`;
  const reporter = (rules, options, done) => done({ // the usual ones describe each node that is in order, too
    faults: rules.flatMap(({id, violations}) => violations.map((each) => `${id}: ${tell(each)}`.slice(0, 400))),
    good: rules.find(({id}) => id === 'color-contrast').passes.map(({node}) => names[node.element.dataset.kind]),
  });
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-kind]'}], reporter});
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, preload: false});
  const {scrollWidth: whole, clientWidth: seen} = document.documentElement;
  const narrow = innerWidth < 736 ? '.pill, .table-region:has(> .cards-on-phone)' : '.pill';
  const cut = [...document.querySelectorAll(narrow)].filter((each) => each.scrollWidth > each.clientWidth + 1);
  found.faults.unshift(...cut.map((each) => `is cut: ${each.textContent.trim().slice(0, 60)}`));
  found.faults.unshift(...window.violations, ...(whole > seen ? [`scrolls sideways: ${whole} > ${seen}`] : []));
  return found;
}"""
WATCH = """const seen = (window.violations = []);
document.addEventListener('securitypolicyviolation', (e) => seen.push(`${e.violatedDirective} ${e.blockedURI}`));"""


class Look(NamedTuple):
    """How a page is looked at."""

    scheme: str
    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.scheme} {self.language} {self.width}"


LOOKS = tuple(Look(*each) for each in product(("light", "dark"), ("en", "zh-hans", "ru"), (1280, 360)))


def chromium_path() -> str | None:
    """Named by CHROMIUM or found on the path; None when this machine has none.

    The shell is the same engine without a window, which nobody looks at: it takes a quarter less of the processors.
    """
    names = (os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Window:
    """The only tab: a new one, or one for each person, costs the browser more than the pages in it.

    `problems` are those of the page shown; `good` are kinds of text whose contrast was found sufficient on any page.
    """

    site: Site
    page: Page
    problems: list[str] = field(default_factory=list)
    good: set[str] = field(default_factory=set)
    look: Look | None = None

    def become(self, who: str) -> None:
        """Another person sits down; nothing is left of who sat there before."""
        self.page.context.clear_cookies()
        self.page.context.add_cookies(self.site.cookies(who))  # type: ignore[arg-type]  # plain dicts of its shape

    def show(self, example: Example, look: Look) -> None:
        """The page afresh, in this look."""
        self.problems.clear()
        if look != self.look:  # each of these makes the page before be drawn anew
            self.look = look
            self.page.context.set_extra_http_headers({"Accept-Language": look.language})
            self.page.set_viewport_size({"width": look.width, "height": 900})
            self.page.emulate_media(color_scheme="dark" if look.scheme == "dark" else "light")
        answer = self.page.goto(self.site.url + example.path, wait_until="load")
        if answer is None or answer.status != 200:
            self.problems.append(f"answers {answer.status if answer else 'nothing'}")
        if (spoken := self.page.evaluate("document.documentElement.lang")) != look.language:
            self.problems.append(f"speaks {spoken}, not {look.language}")

    def faults(self) -> list[str]:
        """Everything that is wrong with the page shown: policy, scrolling, accessibility."""
        found = self.page.evaluate(JUDGE, [AXE_TAGS, sorted(self.good)])
        self.good.update(found["good"])
        return [*self.problems, *found["faults"]]

    def note(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site.url}/", "data:")):
            self.problems.append(f"asks {request.url}")


@contextmanager
def window(browser: Browser, site: Site, who: str) -> Iterator[Window]:
    """Every foreign request is noted; so is each error that the browser reports."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(WATCH)
    context.add_init_script(AXE)  # told to the browser once, half a megabyte, and compiled once for all pages
    found = Window(site, context.new_page())
    found.become(who)
    found.page.on("request", found.note)
    found.page.on("pageerror", lambda error: found.problems.append(f"script: {error}"))
    found.page.on("console", lambda said: found.problems.append(said.text) if said.type == "error" else None)
    try:
        yield found
    finally:
        context.close()
