"""Which letters may have left though this ledger does not know it, and how does a row say what became of one?"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from lifecycle.api import SunsetPlan
from notifications.models import Attempt, Delivery, Quarantine, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import UNSENT, AttemptOutcome, DeliveryStatus, TaskKind, TouchpointStatus
from notifications.services.desk import open_task
from notifications.services.plan_book import facts_of_plan
from notifications.services.return_held import stage_allows
from notifications.services.settle import serve

UNKNOWN_BODY = "0" * 64  # what left cannot be read here any more
CLEARED = "the mail server did not send it"
DOUBT = "it may have left before this database was restored"
_RELATED = ("touchpoint__plan__module", "touchpoint__notice", "touchpoint__account")


def doubtful_letters(row: Quarantine) -> QuerySet[Delivery]:
    """Only mail leaves the house; what waited inside another letter is in doubt for itself.

    By the contact's day, too: made late, a letter waits for a morning that its twin may have had. And by when the
    contact was planned: its day may have been moved since.
    """
    until = row.doubtful_until
    was_due = Q(not_before__lte=until) | Q(touchpoint__due_at__lte=until) | Q(touchpoint__created_at__lte=until)
    due = Delivery.objects.filter(was_due, channel=Channel.EMAIL, status__in=sorted(UNSENT))
    return due.select_related(*_RELATED).order_by("id")


def letters_to_look_at(row: Quarantine) -> int:
    """With the contacts, on whatever channel, that are made before anybody is asked."""
    due = Touchpoint.objects.filter(status=TouchpointStatus.PLANNED, due_at__lte=row.doubtful_until)
    return doubtful_letters(row).count() + due.filter(stage_allows("plan__stage", "notice__code")).count()


def still_in_doubt(row: Quarantine) -> QuerySet[Delivery]:
    """Without those that were found not sent, until a better log says something else of them."""
    return doubtful_letters(row).exclude(detail=CLEARED)


def forget_cleared() -> None:
    """What one log said of letters holds for one quarantine, and until there is a better log."""
    Delivery.objects.filter(status__in=sorted(UNSENT), detail=CLEARED).update(detail="")


def note_letter(letter: Delivery, *, has_left: bool, now: datetime) -> None:
    if not has_left:
        letter.detail = CLEARED
        letter.save(update_fields=["detail"])
        return
    _tried([letter], AttemptOutcome.OK, now)
    letter.status, letter.hold_reason, letter.accepted_at, letter.carrier = DeliveryStatus.ACCEPTED, "", now, None
    letter.detail, letter.body_sha = "found in the mail server's log", letter.body_sha or UNKNOWN_BODY
    letter.save(update_fields=["status", "hold_reason", "accepted_at", "carrier", "detail", "body_sha"])
    _told([letter], now)
    serve(letter, now=now)


def leave_in_doubt(letters: Sequence[Delivery], row: Quarantine, *, now: datetime) -> None:
    """Together: asked letter by letter for its plan's dates, a page would wait for half a minute."""
    _tried(letters, AttemptOutcome.AMBIGUOUS, now)
    rows = Delivery.objects.filter(pk__in=[letter.pk for letter in letters])
    said = {"status": DeliveryStatus.UNCERTAIN, "hold_reason": "", "carrier": None, "detail": DOUBT}
    rows.filter(body_sha="").update(**said, body_sha=UNKNOWN_BODY)
    rows.update(**said)
    _told(letters, row.doubtful_until)
    for letter in letters:
        source = f"{TaskKind.REVIEW_UNCERTAIN}:{letter.uuid}"
        open_task(letter.touchpoint, kind=TaskKind.REVIEW_UNCERTAIN, subject=DOUBT, now=now, source=source)


def _tried(letters: Sequence[Delivery], outcome: AttemptOutcome, now: datetime) -> None:
    before = Attempt.objects.filter(delivery__in=letters).values_list("delivery_id").annotate(Max("n"))
    last = dict(before)
    Attempt.objects.bulk_create(
        Attempt(
            delivery=letter,
            n=1 + last.get(letter.pk, 0),
            body_sha=letter.body_sha or UNKNOWN_BODY,
            started_at=now,
            ended_at=now,
            outcome=outcome,
            text=DOUBT,
        )
        for letter in letters
    )


def _told(letters: Sequence[Delivery], at: datetime) -> None:
    """Whoever may have read it knows dates, as far as this ledger can tell which."""
    contacts: dict[SunsetPlan, list[int]] = {}
    for letter in letters:
        contacts.setdefault(letter.touchpoint.plan, []).append(letter.touchpoint_id)
    for plan, keys in contacts.items():
        untold = Touchpoint.objects.filter(pk__in=keys, told_at__isnull=True)
        untold.update(told_at=at, told_dates=facts_of_plan(plan).told)
