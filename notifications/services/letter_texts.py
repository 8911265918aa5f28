"""How is one text made for all readers to whom it says the same, and filled in for each?"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.html import escape

from lifecycle.api import SunsetPlan
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery
from notifications.rules import standins
from notifications.rules.addresses import header_text
from notifications.rules.notice_codes import NoticeCode
from notifications.services import words
from notifications.services.due_letters import Letter
from notifications.services.facts_of_notice import notice_facts
from notifications.services.figures import Figures
from notifications.services.plan_book import Helper, PlanBook
from notifications.services.render import Rendered, render_notice
from notifications.services.standing import NotApproved, covers

MOST_KEPT = 2_000
Key = tuple[object, ...]
_RELATED = ("touchpoint__plan__module", "touchpoint__notice", "touchpoint__account", "account", "contact")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text, whom its readers may answer, and the dates that it speaks of; `first_sent_at` when it goes once more."""

    text: Rendered
    helper: Helper
    told: Mapping[str, str]
    first_sent_at: datetime | None = None
    threads: tuple[str, ...] = ()  # of all that is packed into it; of itself alone when there are none


@dataclass(frozen=True, slots=True)
class Shared:
    """The same for all readers to whom it says the same: lines with stand-ins are at odd places."""

    subject: str
    text: tuple[str, ...]
    html: tuple[str, ...]
    helper: Helper
    told: Mapping[str, str]


@dataclass(slots=True)
class SharedLetters:
    """Kept for one round: a plan that changes has another revision and so another text."""

    book: PlanBook
    now: datetime
    before_reading: Callable[[], None] = lambda: None  # what must not wait as long as that takes
    _kept: "OrderedDict[Key, Shared]" = field(default_factory=OrderedDict)
    _modules: set[str] = field(default_factory=set)  # whose figures are read
    _today: dict[str, date] = field(default_factory=dict)
    _covered: dict[tuple[int, int, NoticeCode], bool] = field(default_factory=dict)

    def of(self, letter: Letter) -> Filled:
        """Raises CannotRender, NotApproved."""
        if letter.module_key not in self._modules:
            self.before_reading()
            self._modules.add(letter.module_key)
        figures = self.book.figures.of(letter.module_key, letter.account_key)
        key = self._key(letter, figures)
        return _filled(self._kept.get(key) or self._made(letter, key), letter, figures)

    def _key(self, letter: Letter, figures: Figures | None) -> Key:
        use: Key | None = None
        if figures:
            numbers = (figures.users, figures.uses)
            use = (*(words.plural_class(each, letter.locale) for each in numbers), figures.as_of)
        # What was told before differs by account, and is named in a correction.
        own = letter.account_id if letter.notice_code == NoticeCode.CORRECTION else None
        return (
            *(letter.plan_id, letter.plan_revision, letter.notice_id, letter.date_revision, letter.anchor, own),
            *(letter.tier, letter.locale, letter.timezone, letter.csm_email, use, self._day(letter.timezone)),
            bool(_one_line(letter.contact_name or "")),
        )

    def _made(self, letter: Letter, key: Key) -> Shared:
        self.before_reading()
        delivery = Delivery.objects.select_related(*_RELATED).get(pk=letter.id)
        plan = delivery.touchpoint.plan
        if not self._is_covered(plan, NoticeCode(letter.notice_code)):
            raise NotApproved("the plan or the words are not those that were approved")
        facts = notice_facts(delivery, self.book, now=self.now, is_shared=True)
        text = render_notice(facts, Tier(letter.tier))
        pieces = standins.pieces(text.text), standins.pieces(text.html)
        shared = Shared(text.subject, *pieces, self.book.helper(plan, delivery.account), self.book.of(plan).told)
        if (plan.revision, delivery.account.tier) == (letter.plan_revision, letter.tier):
            self._kept[key] = shared
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return shared

    def _is_covered(self, plan: SunsetPlan, code: NoticeCode) -> bool:
        key = (plan.pk, plan.revision, code)
        if key not in self._covered:
            self._covered[key] = covers(plan, code, self.book.of(plan))
        return self._covered[key]

    def _day(self, zone: str) -> date:
        if zone not in self._today:
            self._today[zone] = self.now.astimezone(ZoneInfo(zone)).date()
        return self._today[zone]

    def is_past(self, day: date | None, zone: str) -> bool:
        return day is not None and self._day(zone) > day


def _filled(shared: Shared, letter: Letter, figures: Figures | None) -> Filled:
    values = {
        standins.ACCOUNT: _one_line(letter.account_name),
        standins.CONTACT: _one_line(letter.contact_name or ""),
        standins.USERS: words.number(figures.users, letter.locale) if figures else "",
        standins.USES: words.number(figures.uses, letter.locale) if figures else "",
    }
    safe = {name: str(escape(value)) for name, value in values.items()}
    subject = header_text(standins.fill(shared.subject, values))
    text, html = standins.filled(shared.text, values), standins.filled(shared.html, safe)
    return Filled(Rendered(subject, "".join(text), "".join(html), text, html), shared.helper, shared.told)


def _one_line(name: str) -> str:
    return " ".join(header_text(name).split())
