"""Did a machine write this reply, whom does it name instead, and what did the person say?"""

import re
from collections.abc import Collection, Mapping
from html.parser import HTMLParser

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# Who writes without saying so that it is no person, beside RFC 3834.
_MAIL_SYSTEM = re.compile(
    r"<>|\bm(?:ailer|ail)?[-_. ]?daemon\b|\bpostmaster\b|\b(?:mail[-_. ])?delivery[-_. ](?:sub)?system\b", re.IGNORECASE
)
_AUTOMATIC_PRECEDENCE = frozenset({"auto_reply", "bulk", "junk"})
_LONGEST = 4000
MOST_SUGGESTED = 3
LINES_OF_PAGE = frozenset({"br", "div", "h1", "h2", "h3", "li", "p", "td", "tr"})
_TO_ADDRESS = re.compile(rf"mailto:({_ADDRESS.pattern})", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")


def is_automatic(headers: Mapping[str, str]) -> bool:
    """RFC 3834 `Auto-Submitted`, and what older programs say; names in lower case."""
    submitted = headers.get("auto-submitted", "no").split(";")[0].strip().lower()
    if submitted != "no" or "x-autoreply" in headers or "x-autorespond" in headers:
        return True
    return headers.get("precedence", "").strip().lower() in _AUTOMATIC_PRECEDENCE


def is_of_mail_system(headers: Mapping[str, str]) -> bool:
    """By the name that it gives itself; names of headers in lower case."""
    return bool(_MAIL_SYSTEM.search(headers.get("from", "")))


def delegates(text: str, *, but: Collection[str]) -> tuple[str, ...]:
    """Addresses that the person's own words name, without the sender and whom we wrote to, in their order."""
    known = {each.lower() for each in but}
    found = {each.lower(): each for each in _ADDRESS.findall(said_in(text))}
    return tuple(each for norm, each in found.items() if norm not in known)[:MOST_SUGGESTED]


def said_in(text: str) -> str:
    """Without what is quoted from the letter."""
    own = [line.rstrip() for line in text.replace("\x00", "").splitlines() if not line.lstrip().startswith(">")]
    return "\n".join(own).strip()[:_LONGEST]


def words_of_page(markup: str) -> str:
    """What a page says, line by line; an address that only a link holds follows it.

    Of a cleaned page: all tags are whole there. A broken one would be read, but in quadratic time.
    """
    page = _Page()
    page.feed(markup)
    page.close()
    lines = (_SPACES.sub(" ", each).strip() for each in "".join(page.words).splitlines())
    return "\n".join(each for each in lines if each)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._link = ("", 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            found = _TO_ADDRESS.match(dict(attrs).get("href") or "")
            self._link = (found[1] if found else "", len(self.words))
        else:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag != "a":
            self.words.append("\n")
        elif self._link[0] not in "".join(self.words[self._link[1] :]):
            self.words.append(f" <{self._link[0]}>")

    def handle_data(self, data: str) -> None:
        self.words.append(" ".join(data.splitlines()))
