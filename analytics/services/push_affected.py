"""Who is touched by a plan, as far as activity tells: what is new since it was last read?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from analytics import queries
from analytics.engines.duckdb.affected import affected_uses
from analytics.models import AffectedMark
from analytics.services.event_reading import exclusions, kept_events, new_event_files, newest_import, pulled_files
from analytics.services.push_silence import push_silence
from analytics.services.roll_up_watermarks import counting_text
from analytics.services.workspace import spill_dir
from lifecycle.api import (
    SunsetPlan,
    affected,
    affected_days,
    note_affected_day,
    reading,
    record_affected_use,
    record_replacement_use,
)
from lifecycle.rules.affected_use import Counting

NO_REPLACEMENT = ""


@dataclass(frozen=True, slots=True)
class News:
    """What was found: subjects with new use, those back after silence, those found silent."""

    subjects: int = 0
    reopened: int = 0
    clear: int = 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """Which files are to be read, and what their counts mean beside the known ones."""

    counting: Counting
    files: Sequence[Path]
    pulled: Sequence[Path]
    through: int
    rules_sha: str
    newest_account: int


@transaction.atomic
def push_affected(*, plan_id: int, now: datetime) -> News:
    """Safe to run twice, late, or on two machines: up to where was read is kept with what was read."""
    plan = reading.plan_by_id(plan_id)
    if plan is None:
        return News()
    AffectedMark.objects.get_or_create(plan=plan, defaults={"read_at": now})
    mark = AffectedMark.objects.select_for_update(skip_locked=True, of=("self",)).filter(plan=plan).first()
    if mark is None:  # somebody else is at it
        return News()
    found = _read(plan, mark, now=now)
    found = News(found.subjects, found.reopened, push_silence(plan=plan, mark=mark, now=now))
    moving = record_replacement_use(plan=plan, now=now) if found.subjects else 0
    if found != News() or moving or not _has_day(plan, now):
        note_affected_day(plan, now=now)
    return found


def affected_read_at(plan: SunsetPlan) -> datetime | None:
    """When activity last brought something to read for this list; None before the first time."""
    mark = AffectedMark.objects.filter(plan=plan, through_import__gt=0).first()
    return mark.read_at if mark else None


def _has_day(plan: SunsetPlan, now: datetime) -> bool:
    return bool(affected_days(plan, since=now.date()))


def _read(plan: SunsetPlan, mark: AffectedMark, *, now: datetime) -> News:
    wanted = _reading(mark)
    if not wanted.files and not wanted.pulled:
        return News()
    other = plan.module.replacement_module
    with spill_dir() as spill:
        recorded = record_affected_use(
            plan=plan,
            uses=affected_uses(
                wanted.files,
                pulled=wanted.pulled,
                module=plan.module.key,
                replacement=other.key if other else NO_REPLACEMENT,
                exclusions=exclusions(),
                listed=partial(affected.listed_accounts, plan),
                scratch=spill,
            ),
            counting=wanted.counting,
            now=now,
        )
    mark.through_import, mark.rules_sha, mark.newest_account = wanted.through, wanted.rules_sha, wanted.newest_account
    if wanted.counting is not Counting.NEW:
        mark.has_strangers = False
    mark.has_strangers |= bool(recorded.strangers)
    mark.read_at = now
    mark.save()
    return News(recorded.subjects, recorded.reopened)


def _reading(mark: AffectedMark) -> _Reading:
    """New imports alone; everything again when other actions count now, when strangers may have become accounts, or
    when what is new lies among what is old or takes its place, as days of a warehouse do. Where raw events were
    dropped, a count of the rest lowers nothing."""
    rules_sha = hashlib.sha256(counting_text().encode()).hexdigest()
    through = newest_import()
    newest_account = reading.directory().aggregate(newest=Max("pk"))["newest"] or 0
    files = new_event_files(after=mark.through_import, through=through)
    has_other_rules = mark.rules_sha not in {"", rules_sha}
    has_new_accounts = mark.has_strangers and mark.newest_account != newest_account
    if files is not None and not has_other_rules and not has_new_accounts:
        return _Reading(Counting.NEW, files, (), through, rules_sha, newest_account)
    kept = kept_events()  # before it is asked whether some were dropped
    counting = Counting.ALL if has_other_rules and not queries.sealed_until() else Counting.KEPT
    return _Reading(counting, kept.files, pulled_files(), kept.through, rules_sha, newest_account)
