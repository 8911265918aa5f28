"""What does a plan's gate learn from activity, and who is told of use after the end?"""

import json
from datetime import datetime

from django.db import transaction

from analytics import queries
from analytics.engines.duckdb.late_use import late_use
from analytics.rules.late_use import LateUse
from analytics.rules.use_evidence import SOURCE, USE_CRITERIA, is_news, use_facts
from analytics.services.burn_down import note_burn_down
from analytics.services.event_reading import pulled_files
from analytics.services.import_lock import import_lock
from analytics.services.roll_up_days import roll_up_days
from analytics.services.snapshots import keep_snapshot
from analytics.services.usage import Sight, last_complete_day, sight_of, usage
from analytics.services.workspace import events_dir, spill_dir
from lifecycle.api import DatedFact, SunsetPlan, newest_facts, reading, record_all_evidence, record_late_use
from lifecycle.rules.stages import Stage

ENDED_USE = frozenset({Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED})


def push_evidence(*, plan_id: int, now: datetime) -> int:
    """Record what is new since the last time; returns how many facts. Safe to run twice."""
    plan = reading.plan_by_id(plan_id)
    if plan is None:
        return 0
    sight = _rolled_up(now=now)
    recorded = 0 if sight.behind else _push_use(plan, sight, now=now)
    if Stage(plan.stage) in ENDED_USE:
        push_late_use(plan=plan)
    return recorded


def _rolled_up(*, now: datetime) -> Sight:
    """What came before this is in the figures, or the push waits for its next round while an import is at work."""
    day = last_complete_day(now)
    sight = sight_of(day)
    if not sight.behind:
        return sight
    with import_lock(wait=False) as got:
        if got:
            roll_up_days(now=now)
            sight = sight_of(day)
    return sight


def _push_use(plan: SunsetPlan, sight: Sight, *, now: datetime) -> int:
    found = usage(module_key=plan.module.key, now=now, sight=sight)
    known = newest_facts(plan, of=USE_CRITERIA)
    last = queries.last_event_at([each.source for each in found.feeds.sources])
    news = [fact for fact in use_facts(found, last_event_at=last, now=now) if is_news(fact, known)]
    accounts = {row.key: row for row in reading.directory().filter(key__in=[fact.account for fact in news])}
    facts = [
        DatedFact(each.criterion, accounts[each.account] if each.account else None, each.value, each.as_of, each.detail)
        for each in news
    ]
    with transaction.atomic():
        record_all_evidence(plan=plan, facts=facts, source=SOURCE, now=now)
        keep_snapshot(found, now=now)
        note_burn_down(plan=plan, found=found, now=now)
    return len(news)


def push_late_use(*, plan: SunsetPlan) -> int:
    """Who still used the module since it was switched off, totals per user and caller; returns how many."""
    found = events_after(module_key=plan.module.key, since=off_since(plan))
    accounts = {row.key: row for row in reading.directory().filter(key__in={each.account for each in found})}
    named = [each for each in found if each.account in accounts]
    for each in named:
        record_late_use(
            plan=plan,
            account=accounts[each.account],
            subject=each.user[:200],
            caller=each.caller,
            count=each.count,
            first_at=each.first_at,
            last_at=each.last_at,
        )
    return len(named)


def events_after(*, module_key: str, since: datetime) -> tuple[LateUse, ...]:
    """Use of the module from that instant on, by account, user and caller."""
    files = queries.event_paths_since(events_dir(), since.date())
    pulled = pulled_files(since=since.date())
    with spill_dir() as spill:
        return late_use(files, module=module_key, since=since, scratch=spill, pulled=pulled)


def off_since(plan: SunsetPlan) -> datetime:
    """When it was last switched off: observing follows at once, but not in the same instant."""
    for event in reading.audit(plan_key=plan.key, action="lifecycle.plan.advanced", limit=20):
        if json.loads(event.body)["facts"].get("to") == Stage.OFF:
            return event.at
    return plan.stage_since_at
