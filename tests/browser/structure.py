"""Is a page well formed for people and machines: one heading, labels, landmarks, unique ids, nothing inline?"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr use path circle rect line".split())  # noqa: SIM905
UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "image", "reset"})


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """Elements in order, with the text inside each."""

    elements: list[Element] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes <{self._open[-1].tag if self._open else 'nothing'}>")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def of(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]


def problems_of(html: str, *, lang: str) -> list[str]:
    """Every fault in words; empty when the page is well formed."""
    page = Page()
    page.feed(html)
    found = list(page.problems)
    for check in (_document, _ids, _labels, _names, _landmarks, _tables):
        found.extend(check(page))
    found.extend(
        f"lang is {element.attrs.get('lang')!r}" for element in page.of("html") if element.attrs.get("lang") != lang
    )
    return found


def _document(page: Page) -> list[str]:
    found = [f"{len(page.of('h1'))} h1"] if len(page.of("h1")) != 1 else []
    found += ["no title"] if not any(each.text.partition("·")[0].strip() for each in page.of("title")) else []
    found += ["a style element"] if page.of("style") else []
    for element in page.elements:
        found += [f"<{element.tag}> has {name}" for name in element.attrs if name == "style" or name.startswith("on")]
        source = element.attrs.get("src", "") + (element.attrs.get("href", "") if element.tag == "link" else "")
        found += [f"loads {source}"] if "//" in source else []
    found += [
        "an inline script"
        for each in page.of("script")
        if "src" not in each.attrs and each.attrs.get("type") != "application/json"
    ]
    return found


def _ids(page: Page) -> list[str]:
    ids = [element.attrs["id"] for element in page.elements if "id" in element.attrs]
    found = [f"id {each} twice" for each in sorted({each for each in ids if ids.count(each) > 1})]
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby", "for", "popovertarget"):
            for wanted in element.attrs.get(name, "").split():
                found += [f"{name} names {wanted}, which is not there"] if wanted not in ids else []
        link = element.attrs.get("href", "")
        found += [f"link to {link}, which is not there"] if link.startswith("#") and link[1:] not in ids else []
    return found


def _labels(page: Page) -> list[str]:
    labelled = {each.attrs.get("for") for each in page.of("label") if each.text.strip()}
    found = []
    for element in page.of("input", "select", "textarea"):
        if element.tag == "input" and element.attrs.get("type", "text") in UNLABELLED_INPUTS:
            continue
        if element.attrs.get("id") not in labelled and not element.attrs.get("aria-label"):
            found.append(f"no label for {element.attrs.get('name')}")
    return found


def _names(page: Page) -> list[str]:
    found = [f"<{each.tag}> without words" for each in page.of("a", "button", "summary") if not _is_named(each)]
    found += ["an image without alt" for each in page.of("img") if "alt" not in each.attrs]
    hidden = [each for each in page.of("svg") if each.attrs.get("aria-hidden") != "true"]
    return found + [f"a picture that is read out ({each.attrs.get('class')})" for each in hidden if not _is_named(each)]


def _is_named(element: Element) -> bool:
    return bool(element.text.strip() or element.attrs.get("aria-label") or element.attrs.get("aria-labelledby"))


def _landmarks(page: Page) -> list[str]:
    found = [f"{len(page.of('main'))} main"] if len(page.of("main")) != 1 else []
    navs = [each.attrs.get("aria-label", "") for each in page.of("nav")]
    found += ["a nav without name"] if "" in navs else []
    found += ["two navs of one name"] if len(set(navs)) != len(navs) else []
    regions = [each for each in page.elements if "table-region" in each.attrs.get("class", "")]
    found += ["a region that keys cannot scroll" for each in regions if each.attrs.get("tabindex") != "0"]
    return found + [
        "a region without name" for each in regions if not each.attrs.keys() & {"aria-label", "aria-labelledby"}
    ]


def _tables(page: Page) -> list[str]:
    return [f"a th without scope: {each.text.strip()}" for each in page.of("th") if "scope" not in each.attrs]
