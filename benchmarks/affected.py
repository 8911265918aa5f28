"""How fast is known who is affected by name, among many accounts? (spec: lifecycle, sections 3 and 11)"""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import duckdb

from analytics.api import push_affected
from analytics.engines.duckdb.affected import affected_uses
from analytics.models import ActivityImport, EventFile, FiledImport
from analytics.services.workspace import events_dir
from benchmarks.result import Result
from benchmarks.rounds import forget_peak, in_turns, peak_mb, rounds, seconds
from lifecycle.api import SunsetPlan, account_standings, affected
from lifecycle.models import Account, Module
from lifecycle.rules.affected_list import Wanted

EVENTS, ACCOUNTS, NEW = 1_000_000, 100_000, 1_000
LAST = date(2027, 3, 1)
NOW = datetime(2027, 3, 2, 6, tzinfo=UTC)
MODULE, PAGE = "affected-m0", 50
_EVENTS = f"""
COPY (
    SELECT
        CAST(happened AS DATE) AS day, happened AS occurred_at, 'b' || account AS account,
        'u' || account || '-' || person AS "user", 'affected-m' || module AS module, 'open' AS action,
        1::DECIMAL(20,6) AS quantity, NULL::VARCHAR AS event_id, 'feed' AS source,
        'ios/' || person % 3 AS client, 'bot' || module % 2 AS integration
    FROM (
        SELECT
            TIMESTAMP '{LAST}' - to_days((hash(n, 1, $seed) % 180)::INT)
                + to_microseconds((hash(n, 2) % 86400000000)::BIGINT) AS happened,
            floor($accounts * pow((hash(n, 3, $seed) % 1000000) / 1e6, 2))::BIGINT AS account,
            floor(20 * pow((hash(n, 4) % 1000000) / 1e6, 2))::BIGINT AS person,
            floor(10 * pow((hash(n, 5) % 1000000) / 1e6, 2))::BIGINT AS module
        FROM range($number) AS numbers (n)
    )
    ORDER BY happened
) TO '{{path}}' (FORMAT parquet, COMPRESSION zstd)
"""  # noqa: S608 - figures of ours only
_BY_HAND = """
SELECT account, "user", integration, client, count(*), min(occurred_at), max(occurred_at)
FROM read_parquet($files) WHERE module = $module GROUP BY ALL
"""
_ALL_BY_HAND = """
SELECT account, "user", integration, client, module, count(*), min(occurred_at), max(occurred_at)
FROM read_parquet($files) GROUP BY ALL
"""


def measure(scale: float) -> list[Result]:
    events, number = max(2_000, round(EVENTS * scale)), max(100, round(ACCOUNTS * scale))
    Account.objects.bulk_create(
        (Account(key=f"b{n}", name=f"Account {n}", created_at=NOW) for n in range(number)), batch_size=5_000
    )
    plan = _plan()
    first = _delivered(events, number, seed=1)
    times = rounds(scale)
    with tempfile.TemporaryDirectory() as spill:
        read = _read([first], Path(spill), times, f"{events:,} events")
    return [read, _pushed(plan, number, f"{events:,} events"), *_listed(plan, [first], times, f"{number:,} accounts")]


def _plan() -> SunsetPlan:
    module = Module.objects.create(key=MODULE, name="Measured")
    common = {"policy": "own.core", "reason_kind": "demand", "reason": "measured"}
    return SunsetPlan.objects.create(key="affected-sunset", module=module, stage_since_at=NOW, created_at=NOW, **common)


def _delivered(events: int, accounts: int, *, seed: int) -> Path:
    """An import as the product files it, without the time that reading and judging its rows takes."""
    uuid = uuid4()
    path = events_dir() / f"{uuid}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(":memory:", config={"threads": 2}) as engine:
        values = {"number": events, "accounts": accounts, "seed": seed}
        engine.execute(_EVENTS.format(path=path), values)
    counts = {"rows": events, "added": events, "repeated": 0, "rejected": 0}
    taken = ActivityImport.objects.create(
        uuid=uuid, name=f"measured {seed}", sha256=uuid.hex * 2, recipe="", status="imported", created_at=NOW, **counts
    )
    size = path.stat().st_size
    file = EventFile.objects.create(path=path.name, rows=events, size_bytes=size, sha256="0" * 64, created_at=NOW)
    FiledImport.objects.create(activity_import=taken, file=file)
    return path


def _by_hand(files: list[Path]) -> list[tuple[object, ...]]:
    """The module's rows."""
    with duckdb.connect(":memory:", config={"threads": 2}) as engine:
        return engine.execute(_BY_HAND, {"files": [str(path) for path in files], "module": MODULE}).fetchall()


def _all_by_hand(files: list[Path]) -> list[tuple[object, ...]]:
    """The rows of every module, for what else each uses is on the list."""
    with duckdb.connect(":memory:", config={"threads": 2}) as engine:
        return engine.execute(_ALL_BY_HAND, {"files": [str(path) for path in files]}).fetchall()


def _read(files: list[Path], spill: Path, times: int, what: str) -> Result:
    """Users, integrations and clients with everything that each of them uses."""
    found: list[int] = []

    def ours(_: int) -> None:
        uses = affected_uses(
            files, module=MODULE, replacement="", exclusions=(), listed=lambda _accounts: (), scratch=spill
        )
        found.append(sum(use.count for use in uses if use.kind == "user"))

    pair = in_turns(ours, lambda _: _all_by_hand(files), times=times)
    counted = sum(int(str(row[4])) for row in _by_hand(files))
    assert set(found) == {counted}, (set(found), counted)
    name = f"who is affected, read for the first time from {what}, seconds"
    hand = "a bare GROUP BY, without names made of its rows"
    return Result(name, pair.ours_s, pair.peer_s, hand, 60.0, pair.peak_mb, is_absolute=True)


def _pushed(plan: SunsetPlan, accounts: int, what: str) -> Result:
    """Everything at first, then a thousand new events: the second must not cost what the first did."""

    def push(minutes: int) -> None:
        push_affected(plan_id=plan.pk, now=NOW + timedelta(minutes=minutes))

    whole_s = seconds(push, 0)
    _delivered(NEW, accounts, seed=2)
    forget_peak()
    news_s = seconds(push, 1)
    name = f"the list after {NEW:,} new events beside {what}, seconds"
    return Result(name, news_s, whole_s, "the whole list at first", 0.1, peak_mb())


def _listed(plan: SunsetPlan, files: list[Path], times: int, what: str) -> list[Result]:
    """A page of the list with its counts by status and its accounts, as the console asks for them."""

    def ours(_: int) -> None:
        assert affected.tally(plan, now=NOW).total
        assert list(affected.subjects(plan, wanted=Wanted(status="pending"), now=NOW)[:PAGE])
        assert account_standings(plan, now=NOW, wanted=Wanted(), limit=PAGE)

    ours(0)
    pair = in_turns(ours, lambda _: _by_hand(files), times=times)
    name = f"the list of a module among {what}, warm, seconds"
    hand = "a bare GROUP BY"
    return [
        Result(name, pair.ours_s, pair.peer_s, hand, 2.0, pair.peak_mb, is_absolute=True),
        Result(f"{name}, against counting anew", pair.ours_s, pair.peer_s, hand, 3.0),
    ]
