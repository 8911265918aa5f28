"""What does one delivery have to say, in its reader's language, zone and figures?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from notifications.models import Delivery, Touchpoint
from notifications.rules import standins
from notifications.rules.addresses import header_text
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.notice_facts import DateLine, FiguresShown, MovedLine, NoticeFacts
from notifications.services import words
from notifications.services.figures import Figures
from notifications.services.links import export_url, notice_url
from notifications.services.own_words import with_own_words
from notifications.services.plan_book import PlanBook
from notifications.services.told_before import told_before


def notice_facts(delivery: Delivery, book: PlanBook, *, now: datetime, is_shared: bool = False) -> NoticeFacts:
    """Names are cut to one line: what customers call themselves must not break a letter.

    With `is_shared`, stand-ins take the place of what is one reader's own.
    """
    touchpoint, account = delivery.touchpoint, delivery.account
    plan, language = touchpoint.plan, delivery.locale
    known, helper = book.of(plan), book.helper(plan, account)
    promises, figures = known.promises, book.figures.of(plan.module.key, account.key)
    with translation.override(language):
        facts = NoticeFacts(
            notice=NoticeCode(touchpoint.notice.code),
            locale=language,
            account_name=standins.ACCOUNT if is_shared else header_text(account.name),
            contact_name=_contact_name(delivery, is_shared=is_shared),
            module_name=header_text(plan.module.name),
            off_date=_sentence_day(promises.get(MilestoneKind.OFF), account.timezone, language),
            days_left=_days_left(promises.get(MilestoneKind.OFF), account.timezone, now),
            dates=_lines(promises, account.timezone, language),
            zone_name=words.zone_name(account.timezone, language),
            reason_kind=str(words.REASONS[plan.reason_kind]),
            reason=plan.reason if language == "en" else "",
            wording=known.wording.get(language, ""),
            figures=_shown(figures, language, is_shared=is_shared),
            as_of=words.day_in_sentence(figures.as_of if figures else book.figures.as_of, language),
            replacement_name=known.replacement,
            replacement_url=plan.module.replacement_url,
            export_until=_sentence_day(promises.get(MilestoneKind.EXPORT_END), account.timezone, language),
            export_url=export_url(),
            purge_date=_sentence_day(promises.get(MilestoneKind.PURGE), account.timezone, language),
            helper_name=helper.name,
            helper_email=helper.email,
            notice_url=notice_url(touchpoint.notice),
            focus=_focus(touchpoint, promises, language),
            moved=_moved(touchpoint, promises, language),
            moved_reason=known.moved_reason,
        )
    return with_own_words(facts, known.own_words, tier=account.tier)


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
    """What the account was told, beside what holds now."""
    if touchpoint.notice.code != NoticeCode.CORRECTION:
        return ()
    told, found = told_before(touchpoint, {kind: each.date for kind, each in promises.items()}), []
    for kind, label in words.CUSTOMER_DATES.items():
        now_at, old = promises.get(kind), told.get(kind)
        if now_at and old:
            new = words.day_and_time(now_at.at, touchpoint.account.timezone, language)
            found.append(MovedLine(str(label), words.day_in_list(old, language), new))
    return tuple(found)


def _contact_name(delivery: Delivery, *, is_shared: bool) -> str:
    name = header_text(delivery.contact.name) if delivery.contact else ""
    return standins.CONTACT if name and is_shared else name


def _shown(figures: Figures | None, language: str, *, is_shared: bool) -> FiguresShown | None:
    """The number itself is for the plural alone."""
    if figures is None:
        return None
    if is_shared:
        return FiguresShown(figures.users, standins.USERS, figures.uses, standins.USES)
    users, uses = words.number(figures.users, language), words.number(figures.uses, language)
    return FiguresShown(figures.users, users, figures.uses, uses)
