"""What does one delivery have to say, in its reader's language, zone and figures?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from lifecycle.api import SunsetPlan, User, promises_of
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, Touchpoint
from notifications.rules.addresses import header_text
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.notice_facts import DateLine, FiguresShown, MovedLine, NoticeFacts
from notifications.services import words
from notifications.services.figures import Figures, FiguresBook
from notifications.services.links import export_url, notice_url


def notice_facts(delivery: Delivery, book: FiguresBook, *, now: datetime) -> NoticeFacts:
    """Names are cut to one line: what customers call themselves must not break a letter."""
    touchpoint, account = delivery.touchpoint, delivery.account
    plan, language = touchpoint.plan, delivery.locale
    promises = {each.kind: each for each in promises_of(plan)}
    figures = book.of(plan.module.key, account.key)
    with translation.override(language):
        helper_name, helper_email = helper_of(touchpoint)
        return NoticeFacts(
            notice=NoticeCode(touchpoint.notice.code),
            locale=language,
            account_name=header_text(account.name),
            contact_name=header_text(delivery.contact.name) if delivery.contact else "",
            module_name=header_text(plan.module.name),
            off_date=_sentence_day(promises.get(MilestoneKind.OFF), account.timezone, language),
            days_left=_days_left(promises.get(MilestoneKind.OFF), account.timezone, now),
            dates=_lines(promises, account.timezone, language),
            zone_name=words.zone_name(account.timezone, language),
            reason_kind=str(words.REASONS[plan.reason_kind]),
            reason=plan.reason if language == "en" else "",
            wording=dict(from_json(plan.settings).wording).get(language, ""),
            figures=_shown(figures, language),
            as_of=words.day_in_sentence(figures.as_of if figures else book.as_of, language),
            replacement_name=_replacement(plan),
            replacement_url=plan.module.replacement_url,
            export_until=_sentence_day(promises.get(MilestoneKind.EXPORT_END), account.timezone, language),
            export_url=export_url(),
            purge_date=_sentence_day(promises.get(MilestoneKind.PURGE), account.timezone, language),
            helper_name=helper_name,
            helper_email=helper_email,
            notice_url=notice_url(touchpoint.notice),
            focus=_focus(touchpoint, promises, language),
            moved=_moved(touchpoint, promises, language),
            moved_reason=_moved_reason(plan),
        )


def helper_of(touchpoint: Touchpoint) -> tuple[str, str]:
    """A key account's own success manager, else the plan's helper, else the module's owner."""
    account, plan = touchpoint.account, touchpoint.plan
    if account.csm_email and (Tier(account.tier) is Tier.KEY or not plan.helper_email):
        name = User.objects.filter(email=account.csm_email).values_list("name", flat=True).first()
        return name or account.csm_email, account.csm_email
    if plan.helper_email:
        return plan.helper_name or plan.helper_email, plan.helper_email
    return plan.module.owner_email, plan.module.owner_email


def _replacement(plan: SunsetPlan) -> str:
    other = plan.module.replacement_module
    return plan.module.replacement_name or (other.name if other else "")


def _local_day(promise: DatedPromise, zone: str) -> date:
    return promise.at.astimezone(ZoneInfo(zone)).date()


def _sentence_day(promise: DatedPromise | None, zone: str, language: str) -> str:
    return words.day_in_sentence(_local_day(promise, zone), language) if promise else ""


def _days_left(promise: DatedPromise | None, zone: str, now: datetime) -> int:
    return (_local_day(promise, zone) - now.astimezone(ZoneInfo(zone)).date()).days if promise else 0


def _lines(promises: dict[MilestoneKind, DatedPromise], zone: str, language: str) -> tuple[DateLine, ...]:
    return tuple(
        DateLine(str(label), words.day_and_time(promises[kind].at, zone, language))
        for kind, label in words.CUSTOMER_DATES.items()
        if kind in promises
    )


def _focus(touchpoint: Touchpoint, promises: dict[MilestoneKind, DatedPromise], language: str) -> DateLine | None:
    """A reminder of another promise than the end says which."""
    kind = MilestoneKind(touchpoint.anchor)
    if kind is MilestoneKind.OFF or kind not in promises or kind not in words.CUSTOMER_DATES:
        return None
    text = words.day_and_time(promises[kind].at, touchpoint.account.timezone, language)
    return DateLine(str(words.CUSTOMER_DATES[kind]), text)


def _moved(touchpoint: Touchpoint, promises: dict[MilestoneKind, DatedPromise], language: str) -> tuple[MovedLine, ...]:
    """What the account was told last, beside what holds now."""
    if touchpoint.notice.code != NoticeCode.CORRECTION:
        return ()
    before = (
        Touchpoint.objects.filter(plan=touchpoint.plan_id, account=touchpoint.account_id, told_at__isnull=False)
        .exclude(notice=touchpoint.notice_id, date_revision=touchpoint.date_revision)
        .order_by("-told_at", "-id")
        .first()
    )
    told = {kind: date.fromisoformat(day) for kind, day in ((before.told_dates or {}) if before else {}).items()}
    found = []
    for kind, label in words.CUSTOMER_DATES.items():
        now_at, old = promises.get(kind), told.get(kind)
        if now_at and old and now_at.date != old:
            new = words.day_and_time(now_at.at, touchpoint.account.timezone, language)
            found.append(MovedLine(str(label), words.day_in_list(old, language), new))
    return tuple(found)


def _moved_reason(plan: SunsetPlan) -> str:
    return (
        plan.milestones.exclude(moved_reason="").order_by("-revision").values_list("moved_reason", flat=True).first()
        or ""
    )


def _shown(figures: Figures | None, language: str) -> FiguresShown | None:
    if figures is None:
        return None
    users, uses = words.number(figures.users, language), words.number(figures.uses, language)
    return FiguresShown(figures.users, users, figures.uses, uses)
