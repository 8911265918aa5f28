"""Which message goes to which address, who works on it now, and what came of each attempt?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Func, Q, Value

from notifications.models.notices import Touchpoint
from notifications.models.row_rules import IsOneOf, IsThere, Same
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import LEASED, AttemptOutcome, DeliveryStatus

_PROVEN = ["accepted", "delivered", "soft_bounced", "complained"]
_WITH_A_BODY = ["sending", "accepted", "delivered", "uncertain"]


class HoldReason(models.TextChoices):
    QUIET = "quiet"
    PAUSED = "paused"
    ERROR = "error"
    APPROVAL = "approval"
    CANARY = "canary"
    HALTED = "halted"
    DIGEST = "digest"
    QUARANTINE = "quarantine"


class Delivery(models.Model):
    """One message to one address. `uuid` is the idempotency key; it and `message_id` exist before the first attempt.

    Text is rendered when an attempt opens and kept with what was sent; after a definite no it is rendered anew.
    One that has a `carrier` leaves inside that letter and never by itself: a column holds one, so nothing is packed
    twice. `carries` is set on a letter that others were put into.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    account = models.ForeignKey("lifecycle.Account", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        "lifecycle.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=20, choices=[(c.value, c.label) for c in Channel])
    round = models.PositiveSmallIntegerField(default=0)
    address = models.CharField(max_length=254)
    address_norm = models.CharField(max_length=254)
    locale = models.CharField(max_length=35)
    message_id = models.CharField(max_length=200)
    provider_ref = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    body_sha = models.CharField(max_length=64, blank=True)
    status = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in DeliveryStatus], default=DeliveryStatus.READY
    )
    hold_reason = models.CharField(max_length=10, choices=HoldReason.choices, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    carrier = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried", db_index=False
    )
    carries = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["not_before", "id"], condition=Q(status="ready"), name="delivery_ready"),
            models.Index(fields=["carrier"], condition=Q(carrier__isnull=False), name="delivery_carried"),
            models.Index(fields=["carrier"], condition=Q(hold_reason="digest"), name="delivery_waiting_in_a_letter"),
            models.Index(
                fields=["address_norm"],
                condition=Q(channel="email", status__in=["ready", "held"]),
                name="delivery_waiting_in_mailbox",
            ),
            models.Index(
                fields=["account", "not_before", "id"], condition=Q(status="ready"), name="delivery_ready_of_account"
            ),
            models.Index(fields=["lease_until"], condition=Q(status__in=sorted(LEASED)), name="delivery_leased"),
            models.Index(fields=["hold_reason", "not_before"], condition=Q(status="held"), name="delivery_held"),
            models.Index(
                Func(F("address_norm"), Value("@"), Value(2), function="split_part"),
                "not_before",
                "id",
                condition=Q(status="ready", channel="email"),
                name="delivery_ready_of_domain",
            ),
            models.Index(fields=["provider_ref"], condition=~Q(provider_ref=""), name="delivery_named_by_provider"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["touchpoint", "contact", "channel", "round"], name="delivery_once_per_contact"
            ),
            models.UniqueConstraint(
                fields=["touchpoint", "channel", "address_norm", "round"], name="delivery_once_per_mailbox"
            ),
            models.UniqueConstraint(fields=["message_id"], name="delivery_message_id_once"),
            models.CheckConstraint(condition=IsOneOf("status", *DeliveryStatus), name="delivery_status_known"),
            models.CheckConstraint(
                condition=Same(IsOneOf("status", *sorted(LEASED)), IsThere("lease_until"))
                & Same(IsThere("lease_until"), IsThere("lease_token")),
                name="delivery_leased_while_worked_on",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=False) | ~Q(IsOneOf("status", *_PROVEN)),
                name="delivery_accepted_at_a_time",
            ),
            models.CheckConstraint(
                condition=Same(Q(status="held"), ~Q(hold_reason="")), name="delivery_held_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(body_sha="") | ~Q(IsOneOf("status", *_WITH_A_BODY)), name="delivery_sent_has_a_body"
            ),
            models.CheckConstraint(condition=~Q(message_id=""), name="delivery_has_message_id"),
            models.CheckConstraint(
                condition=Q(carrier__isnull=True) | Q(hold_reason="digest") | ~Q(IsOneOf("status", "ready", "held")),
                name="delivery_carried_never_leaves_alone",
            ),
            models.CheckConstraint(
                condition=~Q(hold_reason="digest") | Q(carrier__isnull=False), name="delivery_packed_has_a_carrier"
            ),
            models.CheckConstraint(
                condition=Q(carrier__isnull=True) | Q(carries=False), name="delivery_carried_carries_nothing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Attempt(models.Model):
    """One try to hand a message over. Written and committed before the socket is touched.

    `route`: by which way, as its channel calls it; "" where there is but one, and before it was kept.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts", db_index=False)
    n = models.PositiveSmallIntegerField()
    body_sha = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=10, choices=[(o.value, o.value) for o in AttemptOutcome], default=AttemptOutcome.OPEN
    )
    code = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=500, blank=True)
    route = models.CharField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["delivery_id", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "n"], name="attempt_once"),
            models.CheckConstraint(
                condition=Same(~Q(outcome="open"), IsThere("ended_at")), name="attempt_ends_with_an_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}#{self.n}"


class DeliveryEvent(models.Model):
    """What the provider told about a delivery, as it came. Only ever added.

    `ref` is the provider's or the message's own name; an event whose delivery is not known yet is parked and matched
    later, which is all that may still be written to it: `delivery` and `applied_at`.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    provider = models.CharField(max_length=40)
    event_key = models.CharField(max_length=128)
    type = models.CharField(max_length=20)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    ref = models.CharField(max_length=200, blank=True, db_default="")
    applied_at = models.DateTimeField(null=True, blank=True)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["ref"], condition=Q(applied_at__isnull=True), name="delivery_event_parked"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "event_key"], name="delivery_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}/{self.type}"


class Suppression(models.Model):
    """An address that must not be written to; read again at every send."""

    class Scope(models.TextChoices):
        ALL = "all"
        CHANNEL = "channel"
        OPTIONAL = "optional"

    address_norm = models.CharField(max_length=254)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    reason = models.CharField(max_length=300)
    until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address_norm", "scope"], name="suppression_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="suppression_reason_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.scope}"
