"""What did the provider tell about a delivery, and what follows from it?

A call is kept and answered at once; what it means is worked out later, from the rows, as often as it takes.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest

from notifications.channels.contract import Unbelieved
from notifications.channels.registry import event_parser
from notifications.models import Attempt, Delivery, DeliveryEvent, DeskTask, Suppression
from notifications.rules.provider_events import (
    ASKS_FOR_ANOTHER,
    STATUS,
    STOPS_MAIL,
    Meaning,
    ProviderEvent,
    Word,
    accepted_when,
    meaning_of,
    storable,
)
from notifications.rules.statuses import TOOK, DeliveryStatus, TaskKind, raised
from notifications.services.desk import open_task
from notifications.services.mark import suppress, tell_somebody_else
from notifications.services.packed import event_of, inside_of
from notifications.services.settle import serve
from notifications.services.silent_mailboxes import is_silent_by_events

AT_ONCE = 500
MATCHED_WITHIN = timedelta(days=14)  # an event whose message nobody knows by then is of another sender
FRESH_FOR, EVERY_S, TURNS = timedelta(hours=1), 2, 300  # older ones take turns: each is looked at every ten minutes
_MEANINGS = {status: meaning for meaning, status in reversed(STATUS.items())}

logger = logging.getLogger(__name__)


def parse_events(channel: str, provider: str, request: HttpRequest) -> tuple[ProviderEvent, ...] | Unbelieved:
    """What a provider's call tells, if it is the provider's."""
    parse = event_parser(channel)
    return parse(provider, request) if parse else Unbelieved("unknown")


def receive_events(*, provider: str, events: Iterable[ProviderEvent], now: datetime) -> int:
    """Keep them as they came; answer how many were new. The same event again changes nothing."""
    rows = [
        DeliveryEvent(
            provider=provider,
            event_key=storable(each.key),
            ref=storable(each.ref),
            type=each.meaning,
            occurred_at=each.occurred_at or now,
            received_at=now,
            payload={"answer": storable(each.answer)} if each.answer else {},
        )
        for each in events
    ]
    with transaction.atomic():
        before = DeliveryEvent.objects.filter(
            provider=provider, event_key__in=[each.event_key for each in rows]
        ).count()
        DeliveryEvent.objects.bulk_create(rows, ignore_conflicts=True)
        keys = {each.event_key for each in rows}
    return len(keys) - before


def apply_events(*, now: datetime, at_once: int = AT_ONCE) -> int:
    """Every kept event whose message is known by now, once; a fault in one leaves it for the next round."""
    ids = list(_parked(now).order_by("id").values_list("pk", flat=True)[:at_once])
    return sum(_apply_or_leave(pk, now) for pk in ids)


def _apply_or_leave(event_id: int, now: datetime) -> int:
    try:
        return _apply_one(event_id, now)
    except Exception:  # one that cannot be applied holds up none of the others
        logger.exception("mail event not applied", extra={"event": event_id})
        return 0


def _parked(now: datetime) -> QuerySet[DeliveryEvent]:
    named = Delivery.objects.filter(message_id=OuterRef("ref"))
    bare = Delivery.objects.filter(message_id=Concat(Value("<"), OuterRef("ref"), Value(">")))
    theirs = Delivery.objects.filter(~Q(provider_ref=""), provider_ref=OuterRef("ref"))
    waiting = DeliveryEvent.objects.filter(applied_at__isnull=True, received_at__gt=now - MATCHED_WITHIN)
    is_its_turn = Q(received_at__gt=now - FRESH_FOR) | Q(turn=int(now.timestamp() / EVERY_S) % TURNS)
    looked_at = waiting.exclude(ref="").alias(turn=F("id") % TURNS).filter(is_its_turn)
    return looked_at.filter(Exists(named) | Exists(bare) | Exists(theirs))


@transaction.atomic
def _apply_one(event_id: int, now: datetime) -> int:
    """0 when somebody else has it, or a worker is sending the message at this moment: then a later round applies it."""
    event = DeliveryEvent.objects.filter(pk=event_id, applied_at__isnull=True).first()
    delivery = _locked(event.ref) if event else None
    if event is None or delivery is None or delivery.lease_token:
        return 0
    if not DeliveryEvent.objects.filter(pk=event_id, applied_at__isnull=True).update(delivery=delivery, applied_at=now):
        return 0
    _act(delivery, event, now)
    for each in inside_of(delivery):
        _act(each, event_of(event, each, now=now), now)
    return 1


def _locked(ref: str) -> Delivery | None:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("touchpoint__account", "touchpoint__plan")
    names = Q(message_id__in=[ref, f"<{ref}>"]) | (Q(provider_ref=ref) & ~Q(provider_ref=""))
    return rows.filter(names).order_by("id").first()


def _act(delivery: Delivery, event: DeliveryEvent, now: datetime) -> None:
    meaning, answer = Meaning(event.type), str(event.payload.get("answer", ""))
    if meaning is Meaning.UNSUBSCRIBED:
        end_optional(delivery.address_norm, reason="asked the provider to stop", now=now)
    elif _is_raised(delivery, STATUS[meaning], answer, event, now):
        if meaning in STOPS_MAIL:
            suppress(delivery, reason=answer or meaning.value, now=now)
        if meaning in ASKS_FOR_ANOTHER:
            tell_somebody_else(delivery, now=now)
        if meaning is Meaning.COMPLAINED:
            _task_about_complaint(delivery, now)
    if meaning is Meaning.SOFT and is_silent_by_events(delivery, at=event.occurred_at):
        tell_somebody_else(delivery, now=now)


def _is_raised(delivery: Delivery, told: DeliveryStatus, answer: str, event: DeliveryEvent, now: datetime) -> bool:
    """Events only raise the rank; whether this one did."""
    before, status = DeliveryStatus(delivery.status), raised(DeliveryStatus(delivery.status), told)
    if status == before:
        return False
    attempt = Attempt.objects.filter(delivery=delivery).order_by("-n").first()
    if attempt is None:
        return False  # it was never handed over: an event of it cannot be true
    delivery.status, delivery.detail, delivery.body_sha = status, answer[:300], delivery.body_sha or attempt.body_sha
    delivery.hold_reason = ""
    delivery.accepted_at = delivery.accepted_at or accepted_when(
        occurred_at=event.occurred_at, started_at=attempt.started_at, received_at=event.received_at
    )
    delivery.save(update_fields=["status", "detail", "body_sha", "hold_reason", "accepted_at"])
    if status in TOOK:
        serve(delivery, now=now)
    if before is DeliveryStatus.UNCERTAIN:
        _nobody_need_look(delivery)
    return True


def _nobody_need_look(delivery: Delivery) -> None:
    source = f"{TaskKind.REVIEW_UNCERTAIN}:{delivery.uuid}"
    DeskTask.objects.filter(source=source, status=DeskTask.Status.OPEN).update(
        status=DeskTask.Status.SUPERSEDED, note="the provider told what became of it"
    )


def _task_about_complaint(delivery: Delivery, now: datetime) -> None:
    """The person wants no mail: what must be heard is said another way."""
    open_task(
        delivery.touchpoint,
        kind=TaskKind.CALL,
        subject="a person complained about our mail: tell the account another way",
        now=now,
        source=f"complained:{delivery.uuid}",
    )


def end_optional(address_norm: str, *, reason: str, now: datetime) -> bool:
    """No reminders to this mailbox from now on; what must be heard still comes. False: so it was before."""
    defaults = {"reason": reason, "created_at": now}
    scope = Suppression.Scope.OPTIONAL
    return Suppression.objects.get_or_create(address_norm=address_norm, scope=scope, defaults=defaults)[1]


def record_event(
    *,
    provider: str,
    message_id: str,
    event: DeliveryStatus,
    occurred_at: datetime,
    now: datetime,
    event_key: str = "",
    detail: str = "",
) -> bool:
    """One event of a known kind, kept and applied at once. False: known already.

    `detail` is the server's answer or its enhanced code, and says of a bounce whose fault it was; without one, the
    address's.
    """
    key = event_key or hashlib.sha256(f"{provider}|{message_id}|{event}|{occurred_at.isoformat()}".encode()).hexdigest()
    of_bounce = meaning_of("bounced", answer=detail, word=Word.HARD) if event is DeliveryStatus.HARD_BOUNCED else None
    told = ProviderEvent(message_id, key, of_bounce or _MEANINGS[event], occurred_at, detail)
    is_new = bool(receive_events(provider=provider, events=[told], now=now))
    apply_events(now=now)
    return is_new
