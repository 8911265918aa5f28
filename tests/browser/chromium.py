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
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.browser.pages import Example
from tests.browser.server import Site

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
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
class Visit:
    """What was seen while a page was open."""

    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)


@contextmanager
def visit(browser: Browser, site: Site, example: Example, look: Look, *, scripts: bool = True) -> Iterator[Visit]:
    """In a context of its own."""
    with looking(browser, site, example.who, look, scripts=scripts) as context, opened(context, site, example) as found:
        yield found


@contextmanager
def looking(browser: Browser, site: Site, who: str, look: Look, *, scripts: bool = True) -> Iterator[BrowserContext]:
    """One person's browser in one look; pages opened in it share what is cached, as they do for that person."""
    context = browser.new_context(
        viewport={"width": look.width, "height": 900},
        color_scheme="dark" if look.scheme == "dark" else "light",
        locale={"en": "en-GB", "zh-hans": "zh-Hans", "ru": "ru-RU"}[look.language],
        reduced_motion="reduce",
        java_script_enabled=scripts,
        extra_http_headers={"Accept-Language": look.language},
    )
    context.add_cookies(site.cookies(who))  # type: ignore[arg-type]  # plain dicts of its shape
    context.add_init_script(WATCH)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def opened(context: BrowserContext, site: Site, example: Example) -> Iterator[Visit]:
    """Every foreign request is blocked and noted; so is each error that the browser reports."""
    found = Visit(context, context.new_page())

    def not_ours(route: Route) -> None:
        found.problems.append(f"asks {route.request.url}")
        route.abort()

    found.page.route(re.compile(rf"^(?!{re.escape(site.url)}|data:)"), not_ours)
    found.page.on("pageerror", lambda error: found.problems.append(f"script: {error}"))
    found.page.on("console", lambda said: found.problems.append(said.text) if said.type == "error" else None)
    answer = found.page.goto(site.url + example.path, wait_until="load")
    if answer is None or answer.status != 200:
        found.problems.append(f"answers {answer.status if answer else 'nothing'}")
    try:
        yield found
    finally:
        found.page.close()


def faults_of(visited: Visit) -> list[str]:
    """Everything that is wrong with an open page: policy, scrolling, accessibility."""
    page = visited.page
    page.wait_for_function("document.readyState === 'complete'")
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    found = [*visited.problems, *page.evaluate("window.violations || []")]
    found += [f"scrolls sideways: {wide[0]} > {wide[1]}"] if wide[0] > wide[1] else []
    return found + _axe(page)


def _axe(page: Page) -> list[str]:
    answer: dict[str, Any] = Axe().run(page, options=AXE_OPTIONS).response
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for rule in answer["violations"]
        for node in rule["nodes"][:3]
    ]
