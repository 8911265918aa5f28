"""How is Debian's Chromium started, and what does a page do in it that it must not?"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.browser.pages import Example
from tests.browser.server import Site

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Style sheets and media are not fetched a second time (`preload`): no rule among these needs them. Contrast takes four
# fifths of the time and depends on colours, size and what lies behind alone: one text of each such kind is judged.
JUDGE = """async (tags) => {
  const seen = new Set();
  for (const each of document.body.querySelectorAll('*')) {
    const isField = each.matches('input, select, textarea, button');
    const speaks = isField || [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!speaks || !each.checkVisibility()) continue;
    const own = getComputedStyle(each);
    const kind = [isField, own.color, own.fontSize, own.fontWeight, own.textShadow];
    for (let behind = each; behind; behind = behind.parentElement) {
      const look = getComputedStyle(behind);
      kind.push(look.backgroundColor, look.backgroundImage, look.opacity);
    }
    const name = kind.filter((part) => !['rgba(0, 0, 0, 0)', 'none', '1'].includes(part)).join();
    if (!seen.has(name)) each.dataset.kind = seen.add(name).size;
  }
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-kind]'}]});
  const options = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false};
  return (await axe.run(document, options)).violations;
}"""
WATCH = """window.violations = [];
const note = (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`);
document.addEventListener('securitypolicyviolation', note);"""


class Look(NamedTuple):
    """How a page is looked at."""

    scheme: str
    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.scheme} {self.language} {self.width}"


LOOKS = tuple(Look(*each) for each in product(("light", "dark"), ("en", "zh-hans", "ru"), (1280, 360)))


def chromium_path() -> str | None:
    """Named by CHROMIUM or found on the path; None when this machine has none."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
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
    """One person's only tab: a new one costs the browser more than the page in it. `problems` are those of the page."""

    site: Site
    page: Page
    problems: list[str] = field(default_factory=list)

    def show(self, example: Example, look: Look) -> None:
        """The page afresh, in this look."""
        self.problems.clear()
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
        wide = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        found = [*self.problems, *self.page.evaluate("window.violations || []")]
        found += [f"scrolls sideways: {wide[0]} > {wide[1]}"] if wide[0] > wide[1] else []
        return found + _axe(self.page)


@contextmanager
def window(browser: Browser, site: Site, who: str) -> Iterator[Window]:
    """Every foreign request is blocked and noted; so is each error that the browser reports."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_cookies(site.cookies(who))  # type: ignore[arg-type]  # plain dicts of its shape
    context.add_init_script(WATCH)
    found = Window(site, context.new_page())

    def not_ours(route: Route) -> None:
        found.problems.append(f"asks {route.request.url}")
        route.abort()

    found.page.route(re.compile(rf"^(?!{re.escape(site.url)}|data:)"), not_ours)
    found.page.on("pageerror", lambda error: found.problems.append(f"script: {error}"))
    found.page.on("console", lambda said: found.problems.append(said.text) if said.type == "error" else None)
    try:
        yield found
    finally:
        context.close()


def _axe(page: Page) -> list[str]:
    """Only what is wrong crosses over: the whole answer is a megabyte for a long page."""
    page.evaluate(Axe().axe_script)
    violations: list[dict[str, Any]] = page.evaluate(JUDGE, AXE_TAGS)
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for rule in violations
        for node in rule["nodes"][:3]
    ]
