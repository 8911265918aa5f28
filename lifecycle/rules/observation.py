"""Is the watch after the end over, and whose late use calls for a rollback?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lifecycle.rules.plan_file import ObservationTerms


@dataclass(frozen=True, slots=True)
class LateUse:
    """One straggler's calls since the end; `is_settled` when a person dealt with it."""

    account: str
    count: int
    last_at: datetime
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Alarm:
    """A threshold is broken: giving the module back to that account is proposed."""

    account: str
    calls: int
    limit: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure frozen before the end, and the same figure now; None is unknown."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Observation:
    """`is_over` None: nobody knows, because activity stopped arriving; unknown is never zero."""

    starts_at: datetime
    ends_at: datetime
    is_over: bool | None
    open_by_account: tuple[tuple[str, int], ...]
    alarms: tuple[Alarm, ...]
    comparisons: tuple[Comparison, ...] = ()


def observe_end(
    *,
    starts_at: datetime,
    promised_end_at: datetime | None,
    terms: ObservationTerms,
    late_use: Iterable[LateUse],
    is_activity_alive: bool,
    now: datetime,
) -> Observation:
    """A watch begun late ends late: never before `terms.days` after it began, nor before the promised day."""
    rows = tuple(late_use)
    ends_at = max(filter(None, (starts_at + timedelta(days=terms.days), promised_end_at)))
    alarms = alarms_of(rows, terms)
    over = now >= ends_at and not alarms
    return Observation(starts_at, ends_at, over if is_activity_alive else None, open_calls(rows), alarms)


def open_calls(rows: Iterable[LateUse]) -> tuple[tuple[str, int], ...]:
    """Calls that nobody settled, by account, most first."""
    sums: dict[str, int] = {}
    for row in rows:
        if not row.is_settled:
            sums[row.account] = sums.get(row.account, 0) + row.count
    return tuple(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))


def alarms_of(rows: Iterable[LateUse], terms: ObservationTerms) -> tuple[Alarm, ...]:
    """Accounts with more open calls than the plan allows."""
    limit = terms.late_calls_limit
    return tuple(Alarm(account, calls, limit) for account, calls in open_calls(rows) if calls > limit)


def compare_figures(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> tuple[Comparison, ...]:
    """By name; a figure that was never frozen, or never measured again, is unknown."""
    return tuple(Comparison(name, before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys()))
