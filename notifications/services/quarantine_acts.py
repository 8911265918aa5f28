"""Which letters may have left though this ledger does not know it, what became of them, and who lets the rest go?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from lifecycle.api import Refused, record, ring
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.channels.contract import Found
from notifications.channels.registry import OUTLETS
from notifications.models import Delivery, HoldReason, Quarantine
from notifications.rules.notice_codes import Channel
from notifications.rules.sent_log import SentLog
from notifications.rules.statuses import DeliveryStatus
from notifications.services.anchor import look_at_anchor
from notifications.services.quarantine import anchored, open_quarantine
from notifications.services.quarantine_letters import (
    doubtful_letters,
    forget_cleared,
    leave_in_doubt,
    letters_to_look_at,
    note_letter,
    still_in_doubt,
)
from notifications.services.release import release_due


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many letters were found sent, not sent, and are still in doubt."""

    sent: int
    unsent: int
    doubtful: int


def reconcile_quarantine(
    *, sent: SentLog | None, log_sha: str = "", actor: Actor, now: datetime, at_most: int | None = None
) -> Reconciled:
    """Each doubtful letter is made a row, looked up where that is possible, else in the mail server's log, if given.

    May be repeated with a better log, which is asked about all of them anew. Raises Refused, also when there are more
    than `at_most`: nothing is done then.
    """
    anchored(now=now)  # this host's anchors may know of more
    row = _allowed(actor)
    if not (verdict := may_look_at(row, at_most=at_most)):
        raise Refused(verdict)
    while release_due(now=row.doubtful_until):
        pass
    anchored(now=now)  # what that made is held, too
    found = dict(_looked_up(list(doubtful_letters(row)), sent))
    counts = Counter(found.values())
    with transaction.atomic():
        if sent is not None:
            forget_cleared()
        for letter in doubtful_letters(row).select_for_update(of=("self",)).filter(pk__in=found):
            note_letter(letter, has_left=found[letter.pk], now=now)
        Quarantine.objects.filter(pk=row.pk).update(reconciled_at=now, reconciled_by=actor.name)
        told = Reconciled(counts[True], counts[False], still_in_doubt(row).count())
        counted = asdict(told)
        act = "notifications.quarantine.reconciled"
        record(act, subject=row.uuid, actor=actor, at=now, told=counted, log_sha256=log_sha)
    return told


@transaction.atomic
def release_quarantine(*, reason: str, actor: Actor, now: datetime, at_most: int | None = None) -> Reconciled:
    """A named person answers for it. Nothing in doubt is repeated: each waits for a person.

    Raises Refused, also when more than `at_most` letters are in doubt: all of it is one transaction.
    """
    row = _allowed(actor)
    verdict = may_release(row, actor=actor, at_most=at_most)
    if not reason.strip():
        verdict += blocked("reason", Reason.BROKEN_RULE, detail="say why")
    if not verdict:
        raise Refused(verdict)
    letters = list(still_in_doubt(row).select_for_update(of=("self",)))
    leave_in_doubt(letters, row, now=now)
    held = Delivery.objects.filter(status=DeliveryStatus.HELD, hold_reason=HoldReason.QUARANTINE)
    forget_cleared()
    count = held.update(hold_reason=HoldReason.PAUSED)
    Quarantine.objects.filter(released_at__isnull=True).update(
        reconciled_at=row.reconciled_at, released_at=Now(), released_by=actor.name, release_reason=reason
    )
    look_at_anchor().mark(now=now)
    counted = {"doubtful": len(letters), "held": count}
    record("notifications.quarantine.released", subject=row.uuid, actor=actor, at=now, reason=reason, told=counted)
    ring("notifications.deliver")
    return Reconciled(0, count, len(letters))


def may_reconcile(actor: Actor) -> Verdict:
    return may(actor, Right.APPROVE)


def may_look_at(row: Quarantine, *, at_most: int | None) -> Verdict:
    """Each letter may be a call to a provider: a request of a page takes only so many."""
    if at_most is None or (found := letters_to_look_at(row)) <= at_most:
        return Verdict()
    return blocked("quarantine_many", Reason.BROKEN_RULE, found=found, limit=at_most)


def may_release(row: Quarantine, *, actor: Actor, at_most: int | None) -> Verdict:
    """Not before somebody said which letters left; and a request of a page makes only so many tasks."""
    verdict = may_reconcile(actor)
    if row.reconciled_at is None:
        return verdict + blocked("quarantine_unreconciled", Reason.MISSING)
    if at_most is not None and (found := still_in_doubt(row).count()) > at_most:
        verdict += blocked("quarantine_many_tasks", Reason.BROKEN_RULE, found=found, limit=at_most)
    return verdict


def _allowed(actor: Actor) -> Quarantine:
    verdict, row = may_reconcile(actor), open_quarantine()
    if row is None:
        raise Refused(verdict + blocked("quarantine_none", Reason.WRONG_STAGE))
    if not verdict:
        raise Refused(verdict)
    return row


def _looked_up(letters: list[Delivery], sent: SentLog | None) -> Iterator[tuple[int, bool]]:
    """Those about which somebody knows. Outside of any transaction: it may ask the network."""
    outlet = OUTLETS[Channel.EMAIL]
    for letter in letters:
        if outlet.can_look_up and (answer := outlet.resolve(letter.uuid)) is not Found.UNKNOWN:
            yield letter.pk, answer is Found.FOUND
        elif sent is not None:
            has_left = sent.has_left(message_id=letter.message_id, address_norm=letter.address_norm)
            if has_left is not None:
                yield letter.pk, has_left
