"""Was an account served every notice that it was due, long enough ago?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from notifications.rules.notice_codes import NoticeCode
from notifications.rules.reach import Reach
from notifications.rules.statuses import ObligationStatus
from notifications.rules.valid_end import Proof, holds

SETTLED = frozenset({ObligationStatus.REACHED, ObligationStatus.ACKNOWLEDGED, ObligationStatus.WAIVED})
CARRIES_DATES = frozenset({NoticeCode.SUNSET_ANNOUNCED, NoticeCode.CORRECTION})


@dataclass(frozen=True, slots=True)
class Due:
    """A mandatory notice of one account, and every proof of a text of it that named an end.

    `is_answered`: not so where a key account was reached and has not answered what it must answer.
    """

    notice: NoticeCode
    due_date: date
    reach: Reach
    proofs: tuple[Proof, ...] = ()
    is_answered: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """`value` None is unknown; `detail` is one sentence for the gate. `as_of` None: the moment of judging."""

    value: bool | None
    detail: str
    as_of: datetime | None = None


def told_on(dues: Iterable[Due], *, off_date: date, later_at: datetime | None) -> date | None:
    """The first proven day on which the account knew of this end or an earlier one: from it the floor counts.

    `later_at`: when it last was, or may have been, told of a later end; no proof of a text from before that counts.
    """
    proofs = (proof for each in dues if each.notice in CARRIES_DATES for proof in each.proofs)
    return min((each.on for each in proofs if holds(each.said, off_date=off_date, later_at=later_at)), default=None)


def notice_served(
    dues: Iterable[Due], *, off_date: date, told: date | None, earliest: date | None, today: date
) -> Judged:
    """`told`: as `told_on` says. `earliest`: first lawful end counted from it, None while a rule lacks its input."""
    found = [each for each in dues if each.due_date <= today]
    if not any(each.notice is NoticeCode.SUNSET_ANNOUNCED for each in found):
        return Judged(False, "the announcement is not due yet or was never made")
    unsent = next((judged for each in found if (judged := _unsent(each))), None)
    if unsent:
        return unsent
    if told is None:
        return Judged(False, "nobody of the account is proven to know the valid date")
    if earliest is None:
        return Judged(None, "the earliest lawful date cannot be worked out")
    is_lawful = earliest <= off_date
    return Judged(is_lawful, f"told on {told.isoformat()}, lawful from {earliest.isoformat()}")


def _unsent(due: Due) -> Judged | None:
    if due.reach.is_sent or due.reach.status in SETTLED:
        return None
    if due.reach.is_uncertain:
        return Judged(None, f"{due.notice}: it is uncertain whether the message left")
    return Judged(False, f"{due.notice} of {due.due_date.isoformat()} has not been sent")


def all_reached(dues: Iterable[Due], *, today: date) -> Judged:
    """Every due notice reached somebody; only a last call may still wait for its silence (ADR 0027)."""
    found = [each for each in dues if each.due_date <= today]
    for each in found:
        judged = _unreached(each, today)
        if judged:
            return judged
    if not any(each.reach.status in SETTLED for each in found):
        return Judged(False, "nobody of the account was reached yet")
    return Judged(True, f"reached by {sum(each.reach.status in SETTLED for each in found)} of {len(found)} notices")


def _unreached(due: Due, today: date) -> Judged | None:
    reach, name = due.reach, f"{due.notice} of {due.due_date.isoformat()}"
    if reach.is_dead_end:
        return Judged(False, f"{due.notice}: every contact bounced or refused")
    if reach.is_uncertain:
        return Judged(None, f"{due.notice}: a delivery is uncertain")
    if reach.status is ObligationStatus.BREACHED:
        return Judged(False, f"{name}: nobody was reached in time")
    if reach.status not in SETTLED:
        return None if _may_wait(due, today) else Judged(False, f"{name}: nobody was reached yet")
    return None if due.is_answered else Judged(False, f"{name}: the key account has not answered")


def _may_wait(due: Due, today: date) -> bool:
    """Taken by the mail server, and the days that its silence needs do not fit between its day and the end."""
    waits_until = due.reach.waits_until
    return due.notice is NoticeCode.LAST_CALL and waits_until is not None and today < waits_until
