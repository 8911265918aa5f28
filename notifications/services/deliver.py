"""What is due to be sent, and how much of it does the time allow?"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from lifecycle.api import ring
from notifications.channels.email.line import lines_kept_open
from notifications.rules.backoff import LEASE_FOR, SEND_TIMEOUT_S
from notifications.services.claim import Turn, claim_ready, recover_expired
from notifications.services.figures import FiguresBook
from notifications.services.lanes import provider_is_back
from notifications.services.packing import free_packed
from notifications.services.pile import AT_ONCE
from notifications.services.plan_book import PlanBook
from notifications.services.quarantine import anchored
from notifications.services.ready import Round
from notifications.services.release import release_due
from notifications.services.send import deliver_claimed
from notifications.services.waiting import look
from notifications.services.watch_runs import watch_runs

NO_LIMIT = 1_000_000
LOOK_EVERY_S = 5.0
MOST_CLAIMED, CLAIM_FOR_S = 15 * AT_ONCE, 0.5


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did."""

    recovered: int
    released: int
    attempted: int


def deliver_due(*, now: datetime, limit: int = NO_LIMIT, within_s: float = float("inf")) -> Delivered:
    """Due-ness is judged by `now`, leases by the database's clock, the end of the round by the monotonic one."""
    if (anchor := anchored(now=now)) is None or not (waiting := look(now=now)).is_any:
        return Delivered(0, 0, 0)
    this = Round(
        now=now,
        book=PlanBook(FiguresBook(now)),
        lease_for=_lease_for(),
        timeout_s=_timeout_s(),
        ends=time.monotonic() + within_s,
    )
    if waiting.is_to_watch:
        watch_runs(now=now)
    if waiting.unsent:
        free_packed()
    recovered = recover_expired(now=now) if waiting.expired else 0
    released, attempted, turn, pace = release_due(now=now, ends=this.ends), 0, Turn(), AT_ONCE
    look_at = time.monotonic() + LOOK_EVERY_S
    with lines_kept_open():
        while attempted < limit and time.monotonic() < this.ends:
            claims = claim_ready(now=now, count=min(pace, limit - attempted), lease_for=this.lease_for, turn=turn)
            if claims:
                began = time.monotonic()
                anchor.move_ahead(claims, now=now)
                attempted += deliver_claimed(claims, this)
                pace = _pace(len(claims), time.monotonic() - began)
                if turn.is_probe and this.took_mail:
                    provider_is_back()
                look_at = _look(look_at, now)
                continue
            released += (more := release_due(now=now, ends=this.ends) if look(now=now).is_more else 0)
            if not more and time.monotonic() < this.ends:
                break
        else:
            ring("notifications.deliver")
    return Delivered(recovered, released, attempted)


def _pace(claimed: int, took_s: float) -> int:
    """What goes out within half a second is claimed at once: others find enough to do, and a claim costs less."""
    return max(AT_ONCE, min(MOST_CLAIMED, int(claimed * CLAIM_FOR_S / took_s))) if took_s > 0 else MOST_CLAIMED


def _look(look_at: float, now: datetime) -> float:
    """A mailing that goes wrong is halted within seconds, not when the round is over."""
    if time.monotonic() < look_at:
        return look_at
    watch_runs(now=now)
    return time.monotonic() + LOOK_EVERY_S


def _lease_for() -> timedelta:
    return timedelta(seconds=getattr(settings, "DELIVERY_LEASE_S", LEASE_FOR.total_seconds()))


def _timeout_s() -> float:
    return float(getattr(settings, "DELIVERY_TIMEOUT_S", SEND_TIMEOUT_S))
