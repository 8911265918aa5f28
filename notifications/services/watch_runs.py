"""Is a mailing going wrong, and are its first letters through?"""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from lifecycle.rules.actors import Actor
from notifications.models import Delivery, HoldReason, SendRun, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.runs import Outcomes, RunStatus, canary_is_over, halt_reason, locales_let_go
from notifications.rules.statuses import UNSENT, TouchpointStatus
from notifications.services.halt_runs import halt, hold, let_go
from notifications.services.run_outcomes import contacts_to_come, letters_left, outcomes_of
from notifications.services.waiting import DAY, WATCHED_FOR
from notifications.services.words import language_of

log = logging.getLogger(__name__)
WATCH = Actor.system("watch over mailings")


def watch_runs(*, now: datetime) -> int:
    """Answer how many were halted. Held rows are claimed by nobody, so that a halt needs nothing else.

    Each mailing in a transaction of its own: one that cannot be judged keeps no other from its letters.
    """
    halted = Delivery.objects.filter(touchpoint__run__status=RunStatus.HALTED).exclude(channel=Channel.DESK_TASK)
    hold(halted, HoldReason.HALTED)
    return sum(_is_stopped(pk, now) for pk in _under_way(now))


def _under_way(now: datetime) -> list[int]:
    """Of the last day all, for what is told about them late; of older ones those that have letters left."""
    runs = SendRun.objects.filter(status__in=[RunStatus.CANARY, RunStatus.RUNNING])
    rows = runs.filter(_since(now - WATCHED_FOR)).filter(_since(now - DAY) | letters_left() | contacts_to_come())
    return list(rows.order_by("id").values_list("pk", flat=True))


def _since(at: datetime) -> Q:
    return Q(opened_at__gte=at) | Q(resumed_at__gte=at)


def _is_stopped(pk: int, now: datetime) -> bool:
    try:
        return _judged(pk, now)
    except Exception:
        log.exception("mailing %s cannot be judged; its first letters stay alone", pk)
        return False


@transaction.atomic
def _judged(pk: int, now: datetime) -> bool:
    rows = SendRun.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    run = rows.filter(pk=pk).exclude(status=RunStatus.HALTED).select_related("notice__plan").first()
    if run is None:
        return False
    is_canary, expects = run.status == RunStatus.CANARY, settings.EMAIL_BACKEND.startswith("anymail.")
    found = outcomes_of(run, expects_events=expects)
    is_first = not found.tried and not run.canary_size and run.resumed_at is None
    reason = halt_reason(found, is_canary=is_canary, is_first=is_first, expects_events=expects, now=now)
    if reason:
        halt(run, reason, detail=_told(found), actor=WATCH, now=now)
    elif is_canary:
        _let_the_rest_go(run, now)
    else:  # also what was made while the last of the first letters came through
        let_go(Delivery.objects.filter(touchpoint__run=run, hold_reason=HoldReason.CANARY))
    return reason is not None


def _let_the_rest_go(run: SendRun, now: datetime) -> None:
    """Language by language, an hour after its first letter was taken over; all a day after the last one's turn."""
    canary = Delivery.objects.filter(touchpoint__run=run, touchpoint__is_canary=True, channel=Channel.EMAIL)
    accepted = dict(canary.filter(accepted_at__isnull=False).values_list("locale").annotate(Min("accepted_at")))
    through = locales_let_go(accepted, now=now)
    rest = Delivery.objects.filter(touchpoint__run=run, hold_reason=HoldReason.CANARY)
    waiting = set(canary.values_list("locale", flat=True)) | _still_to_come(run)
    is_over = canary_is_over(
        first_accepted_at=min(accepted.values(), default=None), last_turn=_last_turn(run, canary), now=now
    )
    late = Q(touchpoint__late_until__lte=now.date())
    if is_over or _has_nobody(run, canary) or (through and waiting <= through):
        run.status = RunStatus.RUNNING
        run.save(update_fields=["status"])
        let_go(rest)
    else:
        let_go(rest.filter(late | Q(locale__in=through)))


def _has_nobody(run: SendRun, canary: QuerySet[Delivery]) -> bool:
    """All who were to be first left or may not be written to: nobody was tried and nobody will be."""
    some = canary.filter(Q(status__in=sorted(UNSENT)) | Q(attempts__isnull=False))
    return not some.exists() and not _planned(run).exists()


def _last_turn(run: SendRun, canary: QuerySet[Delivery]) -> datetime | None:
    """When the last of the first letters that nobody has tried yet is to leave."""
    made = canary.filter(status__in=sorted(UNSENT), attempts__isnull=True).aggregate(at=Max("not_before"))["at"]
    planned = _planned(run).aggregate(at=Max("due_at"))["at"]
    return max((at for at in (made, planned, run.resumed_at) if at), default=None)


def _still_to_come(run: SendRun) -> set[str]:
    """Languages of first letters whose hour has not come yet in their part of the world."""
    return {language_of(spoken) for spoken in _planned(run).values_list("account__language", flat=True)}


def _planned(run: SendRun) -> QuerySet[Touchpoint]:
    return Touchpoint.objects.filter(
        notice=run.notice_id,
        date_revision=run.date_revision,
        step=f"{run.moment}.{Channel.EMAIL}",
        is_canary=True,
        status=TouchpointStatus.PLANNED,
    )


def _told(found: Outcomes) -> str:
    counts = {"tried": found.tried, "hard bounced": found.hard_bounced, "complained": found.complained}
    counts |= {"uncertain": found.uncertain, "not rendered": found.render_errors}
    told = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    return f"{told}; {found.configuration}" if found.configuration else told
