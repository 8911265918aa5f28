"""What came of each message that was due: once, twice, never, or listed as uncertain?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce

from config.services.mail_sink import MailSink
from lifecycle.models import SunsetPlan
from notifications.models import Delivery, InboxMessage, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import LEASED, DeliveryStatus
from tests.chaos.noon import NOW


@dataclass(frozen=True, slots=True)
class Tally:
    """`uncertain` are messages that nobody can look up; where it can be done, nothing may stay `unresolved`."""

    lost: int
    duplicated: int
    uncertain: int = 0
    refused: int = 0
    unresolved: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.lost + other.lost,
            self.duplicated + other.duplicated,
            self.uncertain + other.uncertain,
            self.refused + other.refused,
            self.unresolved + other.unresolved,
        )


def is_finished() -> bool:
    waiting = Q(status__in=[DeliveryStatus.READY, *sorted(LEASED)])
    planned = Touchpoint.objects.filter(status="planned", due_at__lte=NOW)
    return Delivery.objects.exists() and not Delivery.objects.filter(waiting).exists() and not planned.exists()


def tally(plans: Sequence[SunsetPlan], sink: MailSink) -> Tally:
    """By the mail server's own count, not by ours. A message that no row names is doubled."""
    counts = Counter(str(each.message["Message-ID"]) for each in sink.messages)
    known = Delivery.objects.filter(touchpoint__plan__in=plans, channel=Channel.EMAIL)
    foreign = set(counts) - set(known.values_list("message_id", flat=True))
    return sum((_of_plan(each, counts) for each in plans), start=Tally(0, len(foreign)))


def _of_plan(plan: SunsetPlan, counts: Counter[str]) -> Tally:
    due = Touchpoint.objects.filter(plan=plan, channel=Channel.EMAIL, due_at__lte=NOW, day=NOW.date()).count()
    rows = Delivery.objects.filter(touchpoint__plan=plan, channel=Channel.EMAIL)
    by_status: dict[str, list[str]] = {}
    message = Coalesce("carrier__message_id", "message_id")  # what is packed into another letter bears its name
    for name, status in rows.values_list(message, "status"):
        by_status.setdefault(status, []).append(name)
    sure = by_status.get(DeliveryStatus.ACCEPTED, [])
    unsure, refused = by_status.get(DeliveryStatus.UNCERTAIN, []), by_status.get(DeliveryStatus.HARD_BOUNCED, [])
    lost = due - len(sure) - len(unsure) - len(refused) + sum(not counts[name] for name in sure)
    doubled = sum(counts[name] - 1 for names in by_status.values() for name in names if counts[name])
    never, twice, unresolved = _inbox(plan)
    return Tally(lost + never, doubled + twice, len(unsure), len(refused), unresolved)


def _inbox(plan: SunsetPlan) -> tuple[int, int, int]:
    """Lost, doubled and unresolved inside the product, where a look-up settles every doubt."""
    held = Counter(InboxMessage.objects.filter(notice__plan=plan).values_list("account_id", flat=True))
    rows = Delivery.objects.filter(touchpoint__plan=plan, channel=Channel.IN_APP)
    unresolved = rows.filter(status=DeliveryStatus.UNCERTAIN).count()
    wanted = Touchpoint.objects.filter(plan=plan, channel=Channel.IN_APP, due_at__lte=NOW, day=NOW.date()).count()
    return wanted - len(held), sum(n - 1 for n in held.values()), unresolved
