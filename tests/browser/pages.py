"""Which addresses does the product have, who opens each, and with which example values?

A route of the URL configuration that stands in neither table fails a test: nobody forgets a page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

PAUL, DORA, OLGA = "paul@sunsetter.example", "dora@sunsetter.example", "olga@sunsetter.example"
ALICE, NOBODY = "alice@acme.example", ""


@dataclass(frozen=True, slots=True)
class Example:
    """A page: its route, who opens it, and the values of its parameters."""

    route: str
    who: str
    values: tuple[str, ...] = ()
    query: str = ""

    @property
    def path(self) -> str:
        return reverse(self.route, args=self.values) + self.query

    def __str__(self) -> str:
        return f"{self.route}{list(self.values) or ''}{self.query}"


PAGES: tuple[Example, ...] = (
    Example("console:today", PAUL),
    Example("console:portfolio", PAUL),
    Example("console:portfolio", PAUL, query="?stage=closed&ended=1"),
    Example("console:portfolio", PAUL, query="?stage=cancelled"),
    Example("console:modules", PAUL),
    Example("console:plan", PAUL, ("group-files-sunset",)),
    Example("console:plan", OLGA, ("old-search-sunset",)),
    Example("console:plan", PAUL, ("polls-sunset",)),
    Example("console:plan", PAUL, ("fax-sunset",)),
    Example("console:move", PAUL, ("group-files-sunset", "export_only")),
    Example("console:move", PAUL, ("group-files-sunset", "cancelled")),
    Example("console:attest", PAUL, ("group-files-sunset", "rollback_ready")),
    Example("console:decision", PAUL, ("bookmarks-sunset",)),
    Example("console:outbox", PAUL),
    Example("console:audit", PAUL),
    Example("console:audit", PAUL, query="?plan=nothing"),
    Example("console:health", OLGA),
    Example("portal:overview", ALICE),
    Example("portal:dates", ALICE),
    Example("portal:after", ALICE),
    Example("account_login", NOBODY),
    Example("account_request_login_code", NOBODY),
    Example("account_logout", PAUL),
)
# Routes that are no page of ours to look at, each with its reason.
NOT_PAGES: dict[str, str] = {
    "home": "leads on to console or portal",
    "console:approve": "answers POST only",
    "console:preferences": "answers POST only",
    "portal:preferences": "answers POST only",
    "set_language": "answers POST only",
    "healthz": "for machines",
    "readyz": "for machines",
}


def routes() -> Iterator[tuple[str, str]]:
    """(name, pattern) of every route, namespaces included; a nameless route is named by its pattern."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[URLPattern | URLResolver], space: str, prefix: str) -> Iterator[tuple[str, str]]:
    for each in patterns:
        whole = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, inner, whole)
        else:
            yield f"{space}{each.name}" if each.name else whole, whole


def allauth_routes_without_page() -> frozenset[str]:
    """Sign-in pages of the library that this product does not offer: they redirect or need a step before."""
    return frozenset(name for name, pattern in routes() if pattern.startswith("account/"))
