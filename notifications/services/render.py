"""What exactly does a notice say to one recipient, as text and as HTML?"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

import css_inline
import mrml
import nh3
from django.conf import settings
from django.template import Context, Engine
from django.utils import translation
from django.utils.html import escape

from lifecycle.rules.tiers import Tier
from notifications.rules.addresses import header_text
from notifications.rules.notice_facts import NoticeFacts
from notifications.rules.parts import REQUIRED, Part, missing_parts

_PARTS = "notices/_parts/_"
_PART_FILES = {
    Part.EFFECT: "effect",
    Part.REPLACEMENT: "replacement",
}
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_HEAD = '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head><body>'
_TAGS = {"div", "table", "tbody", "tr", "td", "p", "ul", "li", "strong", "a", "br"}
_ATTRIBUTES = {"*": {"style", "align", "lang", "dir"}, "table": {"width", "role"}, "a": {"href"}}
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


class CannotRender(ValueError):
    """A text that must not leave: something that every notice owes its reader is missing from it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Pieces: the lines once more, those that many readers have in common at even places, one's own at odd ones."""

    subject: str
    text: str
    html: str
    text_pieces: tuple[str, ...] = field(default=(), compare=False, repr=False)
    html_pieces: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def sha(self) -> str:
        joined = "\x00".join((self.subject, self.text, self.html))
        return hashlib.sha256(joined.encode()).hexdigest()


def render_notice(facts: NoticeFacts, tier: Tier, *, has_html: bool = True) -> Rendered:
    """Raises CannotRender when a required part is missing from the text or from the HTML.

    Without HTML it costs a third: enough for whoever compares many texts.
    """
    folder = f"notices/{facts.notice}/{tier}"
    with translation.override(facts.locale):
        subject = header_text(_plain(f"{folder}/subject.txt", facts))
        text = _tidy(_plain(f"{folder}/body.txt", facts))
        source = html_source(facts, tier, subject=subject) if has_html else ""
        said = _said(facts)
    missing = missing_parts(facts.notice, text, said)
    if missing or not subject:
        raise CannotRender(f"{facts.notice}: {', '.join(missing) or 'subject'} missing from the text")
    return Rendered(subject, text, _html(source, subject, facts.locale) if has_html else "")


def html_source(facts: NoticeFacts, tier: Tier, *, subject: str) -> str:
    """The HTML before it is laid out: all that differs between letters is in it, and it costs little."""
    with translation.override(facts.locale):
        template = _engine().get_template(f"notices/{facts.notice}/{tier}/body.mjml")
        return str(template.render(Context({"n": facts, "subject": subject})))


def from_template(name: str, values: Mapping[str, object]) -> str:
    """A page of HTML is escaped, a text has no more than one empty line; in the language that is active."""
    is_html = name.endswith(".html")
    page = str(_engine().get_template(name).render(Context(dict(values), autoescape=is_html)))
    return page if is_html else re.sub(r"\n{3,}", "\n\n", page).strip() + "\n"


def _plain(name: str, facts: NoticeFacts) -> str:
    return str(_engine().get_template(name).render(Context({"n": facts}, autoescape=False)))


@cache
def _engine() -> Engine:
    """Notices know their own folder and translation, nothing else; each template is compiled once."""
    files = ("django.template.loaders.filesystem.Loader", [settings.BASE_DIR / "templates"])
    return Engine(
        loaders=[("django.template.loaders.cached.Loader", [files])],
        libraries={"i18n": "django.templatetags.i18n"},
    )


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


@lru_cache(maxsize=256)
def _said(facts: NoticeFacts) -> dict[Part, tuple[str, ...]]:
    """What must be read in the text, by part; an empty value counts as missing. The same in every tier."""
    said: dict[Part, tuple[str, ...]] = {
        part: (_tidy(_plain(f"{_PARTS}{name}.txt", facts)),) for part, name in _PART_FILES.items()
    }
    said[Part.REASON] = (facts.reason_kind,)
    said[Part.DATES] = tuple(line.text for line in facts.dates)
    said[Part.EXPORT] = (facts.export_url,)
    said[Part.ACKNOWLEDGE] = (facts.notice_url,)
    said[Part.HELPER] = (facts.helper_name, facts.helper_email)
    said[Part.NOTHING_DONE] = (_nothing_done(facts),)
    if facts.notice == "cancelled":
        said[Part.REASON] = (_tidy(_plain(f"{_PARTS}reason_cancelled.txt", facts)),)
    return {part: values for part, values in said.items() if part in REQUIRED[facts.notice]}


def _nothing_done(facts: NoticeFacts) -> str:
    name = "nothing_after" if facts.notice == "after" else "nothing"
    return _tidy(_plain(f"{_PARTS}{name}.txt", facts))


def _html(source: str, subject: str, locale: str) -> str:
    """MJML to mail HTML with styles inline; of what comes out only known tags and addresses stay."""
    page = _inliner.inline(mrml.to_html(source).content)
    found = _BODY.search(page)
    if not found:
        raise CannotRender("the HTML has no body")
    body = nh3.clean(
        found[1],
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener noreferrer",
    )
    rows = body.replace("</tr>", "</tr>\n")  # lines short enough to tell which of them are one reader's own
    return _HEAD.format(lang=locale, title=escape(subject)) + rows + "</body></html>"
