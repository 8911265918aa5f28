"""What came of the letters of a mailing so far?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from notifications.models import Attempt, Delivery, DeliveryEvent, HoldReason, SendRun, Touchpoint
from notifications.rules.bounce_reports import TOLD_BY_MAIL
from notifications.rules.mail_answers import MAYBE_OURS, MAYBE_OURS_CODE, Blame, blame_kept, is_bare_no
from notifications.rules.notice_codes import Channel
from notifications.rules.provider_events import Meaning
from notifications.rules.runs import Outcomes
from notifications.rules.same_answers import SaidNo, said_to_many
from notifications.rules.statuses import UNSENT, AttemptOutcome, DeliveryStatus, TouchpointStatus


def letters_left() -> Exists:
    """Of a mailing in an outer query: what has not left, or of which nobody knows yet whether it did."""
    unsent = sorted(UNSENT | {DeliveryStatus.SENDING})
    return Exists(Delivery.objects.filter(touchpoint__run=OuterRef("pk"), status__in=unsent))


def contacts_to_come() -> Exists:
    """Of a mailing in an outer query: contacts whose hour has not come yet."""
    same = {"notice": OuterRef("notice"), "date_revision": OuterRef("date_revision")}
    return Exists(
        Touchpoint.objects.filter(**same, step__startswith=OuterRef("moment"), status=TouchpointStatus.PLANNED)
    )


def outcomes_of(run: SendRun, *, expects_events: bool) -> Outcomes:
    """In five queries however many letters there are."""
    letters = Delivery.objects.filter(touchpoint__run=run, channel=Channel.EMAIL)
    judged = letters.filter(Exists(_attempts(run)))
    errors = Delivery.objects.filter(
        touchpoint__run=run, hold_reason=HoldReason.ERROR, not_before__gt=run.judged_from
    ).count()
    told = DeliveryEvent.objects.filter(delivery__touchpoint__run=run)
    return Outcomes(
        **_counted(judged),
        render_errors=errors,
        configuration=_configuration(run, judged),
        events=int(expects_events and told.exists()),
    )


def _configuration(run: SendRun, judged: QuerySet[Delivery]) -> str:
    """The last refusal of our own set-up, if there was one. The database only finds what the rule is asked about.

    What is told by mail halts nothing: any reader can write such a report about the letter that they got.
    """
    events = DeliveryEvent.objects.filter(delivery__in=judged).exclude(provider=TOLD_BY_MAIL).order_by("-id")
    told = events.filter(type=Meaning.CONFIGURATION)
    if payload := told.values_list("payload", flat=True).first():
        return str(payload.get("answer", ""))[:200] or Meaning.CONFIGURATION.value
    refused = Attempt.objects.filter(
        delivery__touchpoint__run=run, outcome=AttemptOutcome.REFUSED, started_at__gt=run.judged_from
    ).filter(Q(text__regex=MAYBE_OURS) | Q(code__regex=MAYBE_OURS_CODE))
    bare = []
    names = ("code", "text", "delivery__status", "delivery__address_norm")
    for code, text, status, mailbox in refused.order_by("-id").values_list(*names):
        if blame_kept(code, text, is_bounced=status == DeliveryStatus.HARD_BOUNCED) is Blame.CONFIGURATION:
            return f"{code} {text}"[:200]
        if is_bare_no(text):
            bare.append(SaidNo(mailbox, f"{code} {text}"))
    return said_to_many([*bare, *_told_bare_no(events)])[:200]


def _told_bare_no(events: QuerySet[DeliveryEvent]) -> Iterator[SaidNo]:
    rows = events.filter(type=Meaning.REFUSED, payload__answer__regex=MAYBE_OURS)
    for mailbox, payload in rows.values_list("delivery__address_norm", "payload"):
        if is_bare_no(payload["answer"]):
            yield SaidNo(mailbox, payload["answer"])


def _attempts(run: SendRun) -> QuerySet[Attempt]:
    return Attempt.objects.filter(delivery=OuterRef("pk"), started_at__gt=run.judged_from).exclude(outcome="open")


def _counted(letters: QuerySet[Delivery]) -> dict[str, Any]:
    """The first fields of `Outcomes`, by name."""

    def by(*statuses: DeliveryStatus) -> Count:
        return Count("id", filter=Q(status__in=[each.value for each in statuses]))

    return letters.aggregate(
        tried=Count("id"),
        hard_bounced=by(DeliveryStatus.HARD_BOUNCED),
        complained=by(DeliveryStatus.COMPLAINED),
        uncertain=by(DeliveryStatus.UNCERTAIN),
        accepted=Count("id", filter=Q(accepted_at__isnull=False)),
        first_accepted_at=Min("accepted_at"),
    )
