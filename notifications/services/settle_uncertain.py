"""Did an uncertain message arrive, as a person found out?"""

from datetime import datetime

from django.db import transaction

from lifecycle.api import BadInput, Refused, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.models import Delivery, DeskTask
from notifications.rules.statuses import DeliveryStatus, TaskKind, TaskOutcome
from notifications.services.packed import follow
from notifications.services.people import Target
from notifications.services.release_singly import add_deliveries
from notifications.services.settle import serve


@transaction.atomic
def settle_uncertain(*, delivery_id: int, arrived: bool, actor: Actor, note: str, now: datetime) -> Delivery:
    """It arrived, or it did not and is sent once more under a new round, on record. Raises Refused."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related(
        "touchpoint__plan", "touchpoint__account", "account"
    )
    delivery = rows.filter(pk=_message_of(delivery_id)).first()
    if delivery is None:
        raise BadInput(f"There is no delivery {delivery_id}: `notices KEY uncertain` lists them.")
    verdict = _verdict(delivery, actor, note)
    if not verdict:
        raise Refused(verdict)
    delivery.status = DeliveryStatus.ACCEPTED if arrived else DeliveryStatus.FAILED
    delivery.accepted_at, delivery.detail = (now if arrived else None), note[:300]
    delivery.save(update_fields=["status", "accepted_at", "detail"])
    inside = follow(delivery, now=now)
    if arrived:
        serve(delivery, now=now)
    for each in () if arrived else (delivery, *inside):
        target = Target(each.address, each.address_norm, each.locale, each.contact_id)
        add_deliveries(each.touchpoint, [target], now=now, again=each.round + 1)
    _close_review(delivery, actor, note, now)
    record(
        "notifications.delivery.settled",
        subject=delivery.uuid,
        actor=actor,
        at=now,
        account=delivery.account,
        plan_key=delivery.touchpoint.plan.key,
        arrived=arrived,
    )
    return delivery


def _message_of(delivery_id: int) -> int:
    """Of what left inside another letter nobody can say more than of that letter."""
    return Delivery.objects.filter(pk=delivery_id).values_list("carrier_id", flat=True).first() or delivery_id


def _verdict(delivery: Delivery, actor: Actor, note: str) -> Verdict:
    verdict = may(actor, Right.SETTLE_MESSAGE)
    if delivery.status != DeliveryStatus.UNCERTAIN:
        verdict += blocked("not_uncertain", Reason.WRONG_STAGE, subject=delivery.account.key, status=delivery.status)
    if not note.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say what you found")
    return verdict


def _close_review(delivery: Delivery, actor: Actor, note: str, now: datetime) -> None:
    DeskTask.objects.filter(source=f"{TaskKind.REVIEW_UNCERTAIN}:{delivery.uuid}", status=DeskTask.Status.OPEN).update(
        status=DeskTask.Status.CLOSED,
        outcome=TaskOutcome.REVIEWED,
        note=note,
        closed_by=actor.name,
        closed_at=now,
        outcome_date=now.date(),
    )
