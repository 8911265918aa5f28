"""What is wrong with the sending of notices at this moment? Each check is one line of a table."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from operator import itemgetter

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef

from lifecycle.api import last_beat, queues_heard, reading, signs_of_life
from lifecycle.rules.signs_of_life import SILENT_FOR, TICK, deserted, sign_of
from lifecycle.rules.stages import ENDED
from notifications.models import Attempt, Delivery, DeliveryEvent, Obligation, SendRun
from notifications.rules.alarms import (
    CANARY_SOFT_FOR,
    EVENTS_AFTER,
    EVENTS_WITHIN,
    HALF_PLANNED_FOR,
    OVERDUE_FOR,
    SILENCE_SHOWN_FOR,
    UNCERTAIN_FOR,
    AlarmCheck,
    Fault,
)
from notifications.rules.notice_codes import Channel
from notifications.rules.runs import EVENTS_FROM, RunStatus
from notifications.rules.statuses import AttemptOutcome, DeliveryStatus, ObligationStatus
from notifications.services.plan_calendar import calendar_alarms
from notifications.services.planning_round import planning_faults, unfinished
from notifications.services.quarantine import open_quarantine

_ENDED = [stage.value for stage in ENDED]


def _quarantine(now: datetime) -> Iterator[Fault]:
    del now
    if row := open_quarantine():
        yield Fault(AlarmCheck.QUARANTINE, "", {"since": row.opened_at.isoformat(), "reason": row.reason})


def _reconciler(now: datetime) -> Iterator[Fault]:
    """What never showed life was perhaps never started here: that is no alarm."""
    last = last_beat(name=TICK)
    if last and now - last > SILENT_FOR:
        yield Fault(AlarmCheck.RECONCILER, "", {"since": last.isoformat()})


def _workers(now: datetime) -> Iterator[Fault]:
    """Deaf, perhaps, since a connection was renewed: whoever ticks rang them, and nobody heard. Each queue for itself:
    a worker may hear but one. Busy is not deaf. After a stop of everything they have as long as ever to hear the first
    ring.
    """
    tick = last_beat(name=TICK)
    if tick is None or now - tick > SILENT_FOR:
        return
    signs = signs_of_life()
    for queue in sorted(deserted(queues_heard(), now=now), key=sign_of):
        yield Fault(AlarmCheck.WORKERS, queue, {"since": signs[sign_of(queue)].last_at.isoformat()})


def _silence(now: datetime) -> Iterator[Fault]:
    """It is over, and what was due left late: for a day somebody should ask why. The last one of any part."""
    found = [
        (row.silent_since, row.silent_until) for row in reading.heartbeats() if row.silent_since and row.silent_until
    ]
    lately = [each for each in found if timedelta() <= now - each[1] < SILENCE_SHOWN_FOR]
    if lately:
        since, until = (each.isoformat() for each in max(lately, key=itemgetter(1)))
        yield Fault(AlarmCheck.SILENCE, "", {"since": since, "until": until})


def _overdue(now: datetime) -> Iterator[Fault]:
    """The oldest first, along the index of ready rows."""
    rows = Delivery.objects.filter(status=DeliveryStatus.READY, not_before__lte=now - OVERDUE_FOR)
    if (oldest := rows.order_by("not_before").values_list("not_before", flat=True).first()) is not None:
        yield Fault(AlarmCheck.OVERDUE, "", {"since": oldest.isoformat()})


def _no_events(now: datetime) -> Iterator[Fault]:
    """Where the provider tells what becomes of mail, silence is a fault."""
    if not settings.EMAIL_BACKEND.startswith("anymail."):
        return
    since = now - EVENTS_WITHIN
    accepted = Delivery.objects.filter(
        channel=Channel.EMAIL, accepted_at__gt=since, accepted_at__lte=now - EVENTS_AFTER
    ).count()
    if accepted >= EVENTS_FROM and not DeliveryEvent.objects.filter(received_at__gt=since).exists():
        yield Fault(AlarmCheck.NO_EVENTS, "", {"count": str(accepted)})


def _planning(now: datetime) -> Iterator[Fault]:
    """No letter of such a plan leaves: either each look ends before it comes further, or nobody looks."""
    rows = unfinished().filter(looked_at__lte=now - HALF_PLANNED_FOR).order_by("plan__key")
    for key, at in rows.values_list("plan__key", "looked_at"):
        yield Fault(AlarmCheck.PLANNING, key, {"since": at.isoformat()})


def _failing(now: datetime) -> Iterator[Fault]:
    """At once: nobody else would say why somebody hears nothing."""
    del now
    yield from planning_faults()


def _floor(now: datetime) -> Iterator[Fault]:
    """Duties that were still open five working days before the last day on which being told keeps the notice."""
    del now
    late = Obligation.objects.filter(status=ObligationStatus.BREACHED).exclude(notice__plan__stage__in=_ENDED)
    for key, count in late.values_list("notice__plan__key").annotate(Count("account", distinct=True)):
        yield Fault(AlarmCheck.FLOOR, key, {"count": str(count)})


def _uncertain(now: datetime) -> Iterator[Fault]:
    rows = Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN).annotate(tried_at=Max("attempts__started_at"))
    if count := rows.filter(tried_at__lt=now - UNCERTAIN_FOR).count():
        yield Fault(AlarmCheck.UNCERTAIN, "", {"count": str(count)})


def _halted(now: datetime) -> Iterator[Fault]:
    del now
    rows = SendRun.objects.filter(status=RunStatus.HALTED).exclude(notice__plan__stage__in=_ENDED)
    for key, code, number, reason in rows.values_list("notice__plan__key", "notice__code", "number", "halt_reason"):
        yield Fault(AlarmCheck.HALTED, f"{key} {code} {number}", {"reason": reason})


def _canary(now: datetime) -> Iterator[Fault]:
    """Every one of the first letters was put off: no share of bad ones halts such a mailing, and none lets it go on."""
    first = Delivery.objects.filter(touchpoint__run=OuterRef("pk"), touchpoint__is_canary=True, channel=Channel.EMAIL)
    put_off = Attempt.objects.filter(delivery=OuterRef("pk"), outcome=AttemptOutcome.TEMPORARY)
    rows = SendRun.objects.filter(status=RunStatus.CANARY, opened_at__lte=now - CANARY_SOFT_FOR)
    stuck = rows.filter(Exists(first.filter(Exists(put_off)))).exclude(Exists(first.filter(accepted_at__isnull=False)))
    for key, code, number in stuck.values_list("notice__plan__key", "notice__code", "number"):
        yield Fault(AlarmCheck.CANARY, f"{key} {code} {number}")


def _calendar(now: datetime) -> Iterator[Fault]:
    del now
    for each in calendar_alarms():
        yield Fault(AlarmCheck.CALENDAR, each.plan_key, {"gaps": ", ".join(each.gaps)})


CHECKS: tuple[Callable[[datetime], Iterable[Fault]], ...] = (
    *(_quarantine, _reconciler, _workers, _silence, _overdue, _no_events),
    *(_planning, _failing, _floor, _uncertain, _halted, _canary, _calendar),
)


def faults_now(*, now: datetime) -> tuple[Fault, ...]:
    """The gravest first."""
    return tuple(fault for check in CHECKS for fault in check(now))
