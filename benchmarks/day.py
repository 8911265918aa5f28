"""What does a new day cost beside counting everything anew, and does that grow with history? (spec: usage, goals)

The day is the first after a full count, with the product's own services: its import is filed, and one refresh rolls it
up, goes on from the report, and checks what it goes on from. The full count rolls up every day before it and reports on
all modules. Seconds are the clock's, and of the processors in this process and those it starts, which others on the
machine lengthen less; what the database takes is in the clock's alone.

Histories of 35 and of 100 days are counted too. The windows of 90 days are not full after 35: who used what in them,
and the sums over them, still grow then. What a year adds beyond 100 days is what follows history alone: that is shown,
and judged is what the goal names, 35 days.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from analytics.api import refresh
from analytics.models import UsageReport
from analytics.services.reports import facts_of
from analytics.services.usage import basis_of
from benchmarks.__main__ import DAY_EVENTS
from benchmarks.day_events import deliver, forget
from benchmarks.report_events import AS_OF, MODULES, make_year
from benchmarks.result import Result
from benchmarks.rounds import Spent, forget_peak, peak_mb, rounds, seconds, spent

FEWEST = 3_000
SHORT = {35: 1.1, 100: None}  # days of history, and the goal beside it: none is told of the second
BEFORE = AS_OF - timedelta(days=1)
LARGEST, MEDIAN = "module-0", f"module-{MODULES // 2}"
ALWAYS = 1  # so few rows are worth a report


def measure(scale: float) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        sample = make_year(max(FEWEST, round(DAY_EVENTS * scale)), Path(name))
        times = rounds(scale)
        long, anew, peak = list[Spent](), list[Spent](), list[float]()
        short: dict[int, list[Spent]] = {days: [] for days in SHORT}
        for _ in range(times):
            anew.append(_begin(sample.raw, since=date.min))
            forget_peak()
            long.append(_next_day(sample.raw))
            peak.append(peak_mb() or 0.0)
            read = {module: _read(module) for module in (LARGEST, MEDIAN)}
            for days in SHORT if times > 1 else ():  # a trial of the smallest size has one history
                _begin(sample.raw, since=AS_OF - timedelta(days=days))
                short[days].append(_next_day(sample.raw))
        forget()
    name = f"a new day after a year of {sample.rows:,} events, until the report on all modules knows it"
    return [
        *_beside_all(name, long, anew, read[LARGEST], max(peak)),
        *(each for days in SHORT for each in _beside_short(name, long, short[days] or long, days)),
        Result("then the largest module read, seconds", read[LARGEST], None, "", 1.0),
        Result("then the median module read, seconds", read[MEDIAN], None, "", 0.3),
    ]


def _beside_all(
    name: str, long: Sequence[Spent], anew: Sequence[Spent], read_s: float, peak_mb: float
) -> Iterator[Result]:
    day, peer, peer_name = _middle(long), _middle(anew), "all days and the report anew"
    yield Result(f"{name}, seconds", day.wall_s, peer.wall_s, peer_name, 1 / 15, peak_mb)
    yield Result(f"{name}, CPU seconds", day.cpu_s, peer.cpu_s, peer_name, 1 / 15)
    both_s, name = (day.wall_s + read_s, peer.wall_s + read_s), f"{name} and its largest module is read, seconds"
    yield Result(name, *both_s, peer_name, 1 / 15)


def _beside_short(name: str, long: Sequence[Spent], short: Sequence[Spent], days: int) -> Iterator[Result]:
    day, peer, beside = _middle(long), _middle(short), f"{name}, beside {days} days of history"
    yield Result(f"{beside}, seconds", day.wall_s, peer.wall_s, f"{days} days", SHORT[days])
    yield Result(f"{beside}, CPU seconds", day.cpu_s, peer.cpu_s, f"{days} days", SHORT[days])


def _middle(each: Sequence[Spent]) -> Spent:
    return Spent(median(one.wall_s for one in each), median(one.cpu_s for one in each))


def _begin(raw: Path, *, since: date) -> Spent:
    """Everything up to the day before, counted anew."""
    forget()
    deliver(raw, f"day BETWEEN DATE '{since}' AND DATE '{BEFORE}'" if since > date.min else f"day < DATE '{AS_OF}'")
    return spent(_refresh_after(BEFORE))


def _next_day(raw: Path) -> Spent:
    deliver(raw, f"day = DATE '{AS_OF}'")
    taken = spent(_refresh_after(AS_OF))
    assert UsageReport.objects.filter(as_of_date=AS_OF).count() == 1
    return taken


def _refresh_after(day: date) -> Callable[[int], int]:
    now = datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=1)
    return lambda _: refresh(now=now, large=ALWAYS)


def _read(module: str) -> float:
    basis = basis_of(AS_OF, [])
    return median(seconds(lambda _: facts_of(module, basis), 0) for _ in range(3))
