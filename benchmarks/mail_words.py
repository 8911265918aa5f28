"""What would a Django team's own templates for the same notice be? The very words, with tags where values stand.

Dates, names and links become variables, dates formatted per mail by the `date` filter. The HTML was laid out and
inlined once, beforehand. No loop, no include, no translated sentence is left in: a real team's cost more, not less.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.template import Context, Engine
from django.utils import timezone, translation

from notifications.models import Delivery

_ZONE, _LANGUAGE = UTC, "en"  # of the readers in the scene
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_FULL = re.compile(rf"\w+day, ({_MONTH} \d+, \d{{4}}, \d+:\d\d [AP]M)")
_DAY = re.compile(rf"\b({_MONTH} \d+, \d{{4}})\b")
_FIGURES = re.compile(r"(How much .*? is unknown at present)")
_LINK = re.compile(r"(https?://[^\s<\"]+)")


@dataclass(frozen=True, slots=True)
class Words:
    """Three templates, and what stands for the variables in them."""

    subject: str
    text: str
    html: str
    values: dict[str, object]

    @property
    def engine(self) -> Engine:
        files = {"subject.txt": self.subject, "body.txt": self.text, "body.html": self.html}
        plain = ("django.template.loaders.locmem.Loader", files)
        return Engine(loaders=[("django.template.loaders.cached.Loader", [plain])])


def words_of(sample: Delivery, *, is_formatted: bool = False) -> Words:
    """`is_formatted`: dates are put in as they read, for whoever keeps the values of a mail as JSON."""
    made = _Made(sample, is_formatted)
    subject, text = (made.template(each) for each in (sample.subject, sample.body_text))
    html = made.template(sample.body_html)
    off = ("{% autoescape off %}", "{% endautoescape %}")
    return Words(subject.join(off), text.join(off), html, made.values)


class _Made:
    def __init__(self, sample: Delivery, is_formatted: bool) -> None:
        self._is_formatted = is_formatted
        self.values: dict[str, object] = {"figures": None, "contact_name": ""}
        plan, account = sample.touchpoint.plan, sample.account
        self._names = {account.name: "account_name", plan.module.name: "module_name"}
        self.values |= {variable: name for name, variable in self._names.items()}

    def template(self, text: str) -> str:
        text = _FULL.sub(lambda found: self._date(found, "%B %d, %Y, %I:%M %p", "l, F j, Y, g:i A"), text)
        text = _DAY.sub(lambda found: self._date(found, "%B %d, %Y", "F j, Y"), text)
        text = _LINK.sub(lambda found: self._variable("link", found[1], found[1]), text)
        some = '{% if figures %}{{ figures.users|floatformat:"0g" }} people{% else %}'
        text = _FIGURES.sub(rf"{some}\1{{% endif %}}", text)
        greeted = "Hello{% if contact_name %} {{ contact_name }}{% endif %},"
        text = text.replace("Hello,", greeted)
        for name, variable in self._names.items():
            text = text.replace(name, f"{{{{ {variable} }}}}")
        return text

    def _date(self, found: re.Match[str], read_as: str, shown_as: str) -> str:
        if self._is_formatted:
            return self._variable("date", found[0], found[0])
        at = datetime.strptime(found[1], read_as).replace(tzinfo=UTC)
        return self._variable("date", at, f'|date:"{shown_as}"', is_filter=True)

    def _variable(self, kind: str, value: object, shown: str, *, is_filter: bool = False) -> str:
        """One value has one variable."""
        names = {each: name for name, each in self.values.items() if each}
        name = names.get(value) or f"{kind}_{len(self.values)}"
        self.values[name] = value
        return f"{{{{ {name}{shown if is_filter else ''} }}}}"


def rendered(engine: Engine, values: dict[str, object]) -> tuple[str, str, str]:
    """Subject, text and HTML, in the reader's language and zone."""
    with translation.override(_LANGUAGE), timezone.override(_ZONE):
        subject, text, html = (
            str(engine.get_template(name).render(Context(values))) for name in ("subject.txt", "body.txt", "body.html")
        )
    return subject, text, html
