"""Which domains may be written to now, and how many messages may go to each?

A token is taken before a row is claimed: whoever waits for a rate holds no lease.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from notifications.models import Delivery, SendLane
from notifications.rules.notice_codes import Channel
from notifications.rules.pacing import EVERYBODY, is_shut, pause_after, rate_at, tokens_at


@dataclass(frozen=True, slots=True)
class Lanes:
    """`provider` False: no mail at all. `most` is how much may be claimed; `paced` are domains with tokens left."""

    provider: bool = True
    most: int | None = None
    slowed: tuple[str, ...] = ()
    paced: tuple[str, ...] = ()


def open_lanes(*, now: datetime) -> Lanes:
    """One query; nothing is written. A provider that failed last is tried with a single message."""
    rows = [row.facts for row in SendLane.objects.filter(channel=Channel.EMAIL)]
    provider = next((row for row in rows if row.is_provider), None)
    slow = [row for row in rows if not row.is_provider and (is_shut(row, now=now) or rate_at(row, now=now) is not None)]
    paced = [row.domain for row in slow if not is_shut(row, now=now) and tokens_at(row, now=now) >= 1]
    return Lanes(
        provider=provider is None or not is_shut(provider, now=now),
        most=1 if provider and provider.faults else None,
        slowed=tuple(row.domain for row in slow),
        paced=tuple(paced),
    )


@transaction.atomic
def take_tokens(domain: str, *, wanted: int, now: datetime) -> int:
    """How many of the wanted messages may be claimed for the domain."""
    row = SendLane.objects.select_for_update().get(channel=Channel.EMAIL, domain=domain)
    if is_shut(row.facts, now=now):
        return 0
    there = tokens_at(row.facts, now=now)
    taken = wanted if there >= wanted else int(there)
    if there != float("inf"):
        row.tokens, row.refilled_at = there - taken, now
        row.save(update_fields=["tokens", "refilled_at"])
    return taken


def give_back_tokens(domain: str, unused: int) -> None:
    """Only what was claimed is paid for; a lane never holds more than its rate allows."""
    if unused > 0:
        SendLane.objects.filter(channel=Channel.EMAIL, domain=domain).update(tokens=F("tokens") + unused)


def slow_down(delivery: Delivery, *, is_everybodys: bool, detail: str, now: datetime) -> datetime:
    """Until when nothing goes to its domain, or through the provider."""
    domain = EVERYBODY if is_everybodys else domain_of(delivery.address_norm)
    SendLane.objects.get_or_create(channel=delivery.channel, domain=domain)
    row = SendLane.objects.select_for_update().get(channel=delivery.channel, domain=domain)
    if row.slow_until and is_shut(row.facts, now=now):  # somebody else was told the same at this moment
        return row.slow_until
    row.faults, row.slow_until = pause_after(row.facts, now=now)
    row.fault_at, row.detail, row.tokens, row.refilled_at = now, detail[:300], 1.0, row.slow_until
    row.save()
    return row.slow_until


def provider_is_back() -> None:
    SendLane.objects.filter(channel=Channel.EMAIL, domain=EVERYBODY, faults__gt=0).update(
        faults=0, slow_until=None, fault_at=None, detail=""
    )


def domain_of(address_norm: str) -> str:
    return address_norm.rpartition("@")[2]


def slow_lanes(*, now: datetime) -> Mapping[str, datetime]:
    """What is shut and until when, by domain; the provider's own lane has the name ""."""
    rows = SendLane.objects.filter(channel=Channel.EMAIL, slow_until__gt=now).order_by("domain")
    return {row.domain: row.slow_until for row in rows if row.slow_until}
