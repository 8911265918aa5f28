"""With which values is a notice shown before anybody has it: names for values, or the hardest row there is?"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import translation

from lifecycle.api import Account, Contact, SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, Notice, Touchpoint
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.notice_facts import DateLine, FiguresShown, MovedLine, NoticeFacts
from notifications.rules.placeholders import PLACEHOLDERS
from notifications.services import words
from notifications.services.facts_of_notice import notice_facts
from notifications.services.figures import Figures, FiguresBook
from notifications.services.plan_book import PlanBook

# Longest, from right to left, with a picture, a quote, and what would be code elsewhere.
HARD_ACCOUNT = "شركة الأفق — “Ünïcødé & <b>Söhne</b>” 🧭 {{module.name}} " + "x" * 120
HARD_CONTACT = "\u200fעדי O'Neill-Прутков, 欧阳小明 {% now %}"
SAMPLE = "sample"
MOST = 987_654_321
FIGURES = {"unknown": None, "zero": 0, "one": 1, "few": 2, "many": 5, "most": MOST}
LANGUAGES = ("en", "zh-hans", "ru")


@dataclass(frozen=True, slots=True)
class Row:
    """For whom a letter is shown: a real account, or none for the hardest row, with chosen figures."""

    tier: Tier
    locale: str
    account: Account | None = None
    figures: str = "most"


def named_facts(code: NoticeCode, locale: str, *, users: int | None, is_bare: bool = False) -> NoticeFacts:
    """Every value is its own name, so that the text of a notice can be compared; `is_bare`: what may lack lacks."""
    names = {field: "{{" + name + "}}" for name, field in PLACEHOLDERS.items()}
    with translation.override(locale):
        labels = [str(label) for label in words.CUSTOMER_DATES.values()]
    line = DateLine(labels[0], "{{date}}")
    facts = NoticeFacts(
        notice=code,
        locale=locale,
        days_left=users or 0,
        dates=tuple(DateLine(label, "{{date}}") for label in labels),
        zone_name="{{zone}}",
        reason_kind="{{reason}}",
        reason="",
        wording="",
        figures=None if users is None else FiguresShown(users, "{{users}}", users, "{{uses}}"),
        as_of="{{as_of}}",
        replacement_url="{{replacement.url}}",
        export_url="{{export.url}}",
        notice_url="{{notice.url}}",
        focus=None if is_bare else line,
        moved=(MovedLine(line.label, "{{old}}", "{{new}}"),) if code is NoticeCode.CORRECTION else (),
        moved_reason="" if is_bare else "{{why}}",
        **names,
    )
    if not is_bare:
        return facts
    return replace(facts, contact_name="", replacement_name="", replacement_url="", export_until="", purge_date="")


def facts_for_row(
    plan: SunsetPlan, code: NoticeCode, row: Row, *, now: datetime, book: PlanBook | None = None
) -> NoticeFacts:
    """As `notice_facts` would find them for a delivery; nothing is written, and real figures stay real."""
    delivery = _delivery(plan, code, row, now)
    facts = notice_facts(delivery, book or book_for(plan, row, now=now), now=now)
    if code is NoticeCode.CORRECTION and not facts.moved and facts.dates:
        moved = tuple(MovedLine(each.label, each.text, each.text) for each in facts.dates[:1])
        facts = replace(facts, moved=moved, moved_reason=facts.moved_reason or "—")
    return facts


def book_for(plan: SunsetPlan, row: Row, *, now: datetime) -> PlanBook:
    """Real figures for a real account, else the chosen ones; one book serves many rows."""
    count = FIGURES.get(row.figures, MOST)
    if row.account or count is None:
        return PlanBook(FiguresBook(now) if row.account else FiguresBook(now, {plan.module.key: {}}))
    day = (now - timedelta(days=1)).date()
    return PlanBook(FiguresBook(now, {plan.module.key: {SAMPLE: Figures(count, count, day)}}))


def _delivery(plan: SunsetPlan, code: NoticeCode, row: Row, now: datetime) -> Delivery:
    account = row.account or Account(key=SAMPLE, name=HARD_ACCOUNT, tier=row.tier, timezone=plan.timezone)
    contact = Contact(account=account, name=HARD_CONTACT, email="sample@example.invalid")
    notice = Notice(plan=plan, code=code, created_at=now)
    if row.account:
        contact = Contact.objects.filter(account=account, is_active=True).order_by("id").first() or contact
        notice = Notice.objects.filter(plan=plan, code=code).first() or notice
    touchpoint = Touchpoint(
        plan=plan,
        account=account,
        notice=notice,
        channel=Channel.EMAIL,
        anchor=MilestoneKind.OFF,
        date_revision=1,
        due_at=now,
        created_at=now,
    )
    return Delivery(
        touchpoint=touchpoint,
        account=account,
        contact=contact,
        channel=Channel.EMAIL,
        address=contact.email,
        locale=row.locale,
        not_before=now,
        created_at=now,
    )
