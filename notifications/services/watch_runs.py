"""Is a mailing going wrong, and are its first letters through?"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q

from lifecycle.rules.actors import Actor
from notifications.models import Delivery, HoldReason, SendRun, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.runs import CANARY_AT_MOST, Outcomes, RunStatus, halt_reason, locales_let_go
from notifications.rules.statuses import TouchpointStatus
from notifications.services.halt_runs import halt, hold, let_go
from notifications.services.run_outcomes import outcomes_of
from notifications.services.words import language_of

WATCHED_FOR = timedelta(days=14)
WATCH = Actor.system("watch over mailings")


@transaction.atomic
def watch_runs(*, now: datetime) -> int:
    """Answer how many were halted. Held rows are claimed by nobody, so that a halt needs nothing else."""
    halted = Delivery.objects.filter(touchpoint__run__status=RunStatus.HALTED).exclude(channel=Channel.DESK_TASK)
    hold(halted, HoldReason.HALTED)
    since = now - WATCHED_FOR
    runs = SendRun.objects.filter(status__in=[RunStatus.CANARY, RunStatus.RUNNING])
    watched = runs.filter(Q(opened_at__gte=since) | Q(resumed_at__gte=since)).select_related("notice__plan")
    rows = {run.pk: run for run in watched.select_for_update(of=("self",), skip_locked=True)}
    found = outcomes_of(rows)
    expects = settings.EMAIL_BACKEND.startswith("anymail.")
    stopped = 0
    for run in rows.values():
        is_canary = run.status == RunStatus.CANARY
        reason = halt_reason(found[run.pk], is_canary=is_canary, expects_events=expects, now=now)
        if reason:
            halt(run, reason, detail=_told(found[run.pk]), actor=WATCH, now=now)
            stopped += 1
        elif is_canary:
            _let_the_rest_go(run, now)
    return stopped


def _let_the_rest_go(run: SendRun, now: datetime) -> None:
    """Language by language, an hour after its first letter was taken over; after a day in any case."""
    canary = Delivery.objects.filter(touchpoint__run=run, touchpoint__is_canary=True, channel=Channel.EMAIL)
    accepted = dict(canary.filter(accepted_at__isnull=False).values_list("locale").annotate(Min("accepted_at")))
    through = locales_let_go(accepted, now=now)
    rest = Delivery.objects.filter(touchpoint__run=run, hold_reason=HoldReason.CANARY)
    is_over = now - max(run.opened_at, run.resumed_at or run.opened_at) >= CANARY_AT_MOST
    waiting = set(canary.values_list("locale", flat=True)) | _still_to_come(run)
    late = Q(touchpoint__late_until__lte=now.date())
    if is_over or (through and waiting <= through):
        run.status = RunStatus.RUNNING
        run.save(update_fields=["status"])
        let_go(rest)
    else:
        let_go(rest.filter(late | Q(locale__in=through)))


def _still_to_come(run: SendRun) -> set[str]:
    """Languages of first letters whose hour has not come yet in their part of the world."""
    rows = Touchpoint.objects.filter(
        notice=run.notice_id,
        date_revision=run.date_revision,
        step=f"{run.moment}.{Channel.EMAIL}",
        is_canary=True,
        status=TouchpointStatus.PLANNED,
    )
    return {language_of(spoken) for spoken in rows.values_list("account__language", flat=True)}


def _told(found: Outcomes) -> str:
    counts = {"tried": found.tried, "hard bounced": found.hard_bounced, "complained": found.complained}
    counts |= {"uncertain": found.uncertain, "not rendered": found.render_errors}
    told = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    return f"{told}; {found.configuration}" if found.configuration else told
