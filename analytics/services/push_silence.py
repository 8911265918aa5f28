"""Who has not used a module for longer than they ever pause, in feeds that delivered?"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from analytics.engines.duckdb.affected_days import use_days
from analytics.models import AffectedMark
from analytics.rules.affected_silence import Asked, SubjectDays, is_silent
from analytics.rules.feeds import Feeds
from analytics.rules.use_verdict import RECENT
from analytics.services.event_reading import all_event_files, exclusions, newest_pulled_day
from analytics.services.flood_counts import rollup_files_at
from analytics.services.usage import last_complete_day, usage
from analytics.services.workspace import rollups_dir, spill_dir
from lifecycle.api import SilenceCandidate, SunsetPlan, record_silence, silence_candidates

PART = 50_000


def push_silence(*, plan: SunsetPlan, mark: AffectedMark, now: datetime) -> int:
    """Once for each complete day, and again when a feed that was silent delivers; returns how many are clear now."""
    day = last_complete_day(now)
    if mark.judged in {_judged(day), _judged(day, mark.through_import)} or not mark.through_import:
        return 0
    feeds = usage(module_key=plan.module.key, now=now).feeds
    if feeds.behind:  # asked again in the next round, when these days are rolled up
        return 0
    told = (_told(part) for part in _parts(plan, day))
    found = sum(_judge(plan, part, feeds, now) for part in told) if feeds.is_covered() else 0
    mark.judged = _judged(day) if feeds.is_covered() else _judged(day, mark.through_import)
    mark.save(update_fields=["judged"])
    return found


def _judged(day: date, waited_at: int | None = None) -> str:
    return day.isoformat() if waited_at is None else f"{day.isoformat()} waits after {waited_at}"


_Part = list[tuple[Asked, SilenceCandidate]]


def _parts(plan: SunsetPlan, day: date) -> Iterator[_Part]:
    """Those whose last use lies 28 days back or more, an account's mostly together."""
    before = datetime.combine(day - timedelta(days=RECENT - 1), time(), tzinfo=UTC)
    rest = enumerate(silence_candidates(plan=plan, before=before))
    while part := list(islice(rest, PART)):
        yield [
            (Asked(number, each.account, each.kind, each.key, each.last_at.astimezone(UTC).date()), each)
            for number, each in part
        ]


def _told(part: _Part) -> _Part:
    """Without callers whose last use lies before days that were pulled: through what those were used stayed there."""
    pulled = newest_pulled_day() or date.min
    return [(asked, candidate) for asked, candidate in part if asked.is_user or asked.last_date > pulled]


def _judge(plan: SunsetPlan, part: _Part, feeds: Feeds, now: datetime) -> int:
    with spill_dir() as spill:
        own, accounts = use_days(
            [asked for asked, _ in part],
            rollups=[rollups_dir() / path for path, _ in rollup_files_at(feeds.as_of)],
            events=all_event_files(),
            module=plan.module.key,
            as_of=feeds.as_of,
            exclusions=exclusions(),
            scratch=spill,
        )
    silent = [
        candidate
        for asked, candidate in part
        if is_silent(asked, own.get(asked.number, SubjectDays()), accounts.get(asked.account), feeds=feeds)
    ]
    return record_silence(plan=plan, silent=silent, now=now)
