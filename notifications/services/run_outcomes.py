"""What came of the letters of a mailing so far?"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from notifications.models import Attempt, Delivery, DeliveryEvent, HoldReason
from notifications.rules.notice_codes import Channel
from notifications.rules.runs import CONFIGURATION_CODES, Outcomes
from notifications.rules.statuses import DeliveryStatus

_POLICY = r"\m5\.7\.\d"  # as the database writes the rule `is_configuration`


def outcomes_of(runs: Collection[int]) -> dict[int, Outcomes]:
    """By run, in five queries however many letters there are."""
    found: dict[int, Outcomes] = defaultdict(Outcomes)
    letters = Delivery.objects.filter(touchpoint__run__in=runs, channel=Channel.EMAIL)
    judged = letters.filter(Exists(_attempts()))
    for run, *counts in _counted(judged):
        found[run] = Outcomes(*counts)
    errors = Delivery.objects.filter(
        touchpoint__run__in=runs, hold_reason=HoldReason.ERROR, not_before__gt=F("touchpoint__run__judged_from")
    )
    for run, count in errors.values_list("touchpoint__run").annotate(Count("id")):
        found[run] = replace(found[run], render_errors=count)
    refused = Attempt.objects.filter(
        delivery__touchpoint__run__in=runs,
        outcome="refused",
        started_at__gt=F("delivery__touchpoint__run__judged_from"),
    ).filter(Q(code__in=CONFIGURATION_CODES) | Q(text__regex=_POLICY))
    for run, code, text in refused.values_list("delivery__touchpoint__run", "code", "text"):
        found[run] = replace(found[run], configuration=f"{code} {text}"[:200])
    told = judged.filter(status__in=[DeliveryStatus.HARD_BOUNCED, DeliveryStatus.FAILED], detail__regex=_POLICY)
    for run, detail in told.values_list("touchpoint__run", "detail"):
        found[run] = replace(found[run], configuration=detail[:200])
    events = DeliveryEvent.objects.filter(delivery__touchpoint__run__in=runs)
    for run, count in events.values_list("delivery__touchpoint__run").annotate(Count("id")):
        found[run] = replace(found[run], events=count)
    return found


def _attempts() -> QuerySet[Attempt]:
    return Attempt.objects.filter(
        delivery=OuterRef("pk"), started_at__gt=OuterRef("touchpoint__run__judged_from")
    ).exclude(outcome="open")


def _counted(letters: QuerySet[Delivery]) -> Iterable[tuple[Any, ...]]:
    """Run, then the first fields of `Outcomes` in their order."""

    def by(*statuses: DeliveryStatus) -> Count:
        return Count("id", filter=Q(status__in=[each.value for each in statuses]))

    return letters.values_list("touchpoint__run").annotate(
        tried=Count("id"),
        hard_bounced=by(DeliveryStatus.HARD_BOUNCED),
        complained=by(DeliveryStatus.COMPLAINED),
        uncertain=by(DeliveryStatus.UNCERTAIN),
        accepted=Count("id", filter=Q(accepted_at__isnull=False)),
        first_accepted_at=Min("accepted_at"),
    )
