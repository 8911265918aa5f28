"""Which steps of the ladder does a duty have, on which days, and which of them are due?"""

from collections.abc import Container
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lifecycle.rules.tiers import Tier
from notifications.models import Obligation
from notifications.rules.ladder_steps import Action, Standing, Step, breach_day, steps
from notifications.rules.notice_codes import Channel
from notifications.rules.reach import Reach
from notifications.rules.served import CARRIES_DATES, SETTLED
from notifications.rules.statuses import DEAD_ENDS, ObligationStatus
from notifications.services.reach_book import ReachBook

_NEEDS_A_PERSON = frozenset({Action.TASK, Action.CALL, Action.MANAGER, Action.EXECUTIVE})


def is_answered(row: Obligation, known: Reach, book: ReachBook) -> bool:
    """A key account must have answered what carries dates; of the others, and else, being reached is enough.

    Whatever shuts the gate has no answer.
    """
    if known.status is ObligationStatus.BREACHED:
        return False
    if known.status is ObligationStatus.ACKNOWLEDGED or known.status is ObligationStatus.WAIVED:
        return True
    if Tier(row.account.tier) is not Tier.KEY or row.notice.code not in CARRIES_DATES:
        return known.status in SETTLED
    since = min((each.created_at for each in book.deliveries.get(row.pk, ())), default=None)
    spoken_at = book.spoken_at.get(row.account_id)
    return since is not None and spoken_at is not None and spoken_at >= since


def due_steps(row: Obligation, known: Reach, book: ReachBook) -> tuple[Step, ...]:
    """The whole ladder of an obligation with its days; also of what lies ahead."""
    days = book.calendar.of(row.account)
    standing = Standing(
        tier=Tier(row.account.tier),
        silent_since=_silent_since(row, known, book),
        bounced_on=_bounced_on(row, book),
        breach_on=breach_day(row.floor_date, row.due_date, days) if row.floor_date else None,
    )
    return steps(standing, days)


def steps_due(row: Obligation, known: Reach, book: ReachBook, done: Container[str], now: datetime) -> tuple[Step, ...]:
    today = local_day(row, now)
    found = (step for step in due_steps(row, known, book) if step.due_date <= today and step.step not in done)
    return tuple(step for step in found if not _may_wait(row, step, known, today))


def _may_wait(row: Obligation, step: Step, known: Reach, today: date) -> bool:
    """Somebody else has the message, and silence is about to prove it: only key accounts are called meanwhile."""
    waits = known.waits_until is not None and today < known.waits_until
    return waits and step.action in _NEEDS_A_PERSON and Tier(row.account.tier) is not Tier.KEY


def _silent_since(row: Obligation, known: Reach, book: ReachBook) -> date | None:
    """The first day on which the notice was with them; None when no answer is asked for, or nothing was sent."""
    is_asked = row.notice.code in CARRIES_DATES or Tier(row.account.tier) is not Tier.KEY
    sent = [each for each in book.deliveries.get(row.pk, ()) if each.accepted_at and each.status not in DEAD_ENDS]
    if not is_asked or not sent or (known.is_uncertain and not known.is_sent):
        return None
    return min(local_day(row, each.accepted_at) for each in sent if each.accepted_at)


def _bounced_on(row: Obligation, book: ReachBook) -> date | None:
    """The day on which the first message came back, or on which there was nobody to write to."""
    mails = [each for each in book.deliveries.get(row.pk, ()) if each.channel == Channel.EMAIL]
    back = [each for each in mails if each.status in DEAD_ENDS]
    if back:
        return local_day(row, min(book.back_at.get(each.pk, each.created_at) for each in back))
    return book.nobody_on.get(row.pk) if not mails else None


def local_day(row: Obligation, at: datetime) -> date:
    return at.astimezone(ZoneInfo(row.account.timezone)).date()
