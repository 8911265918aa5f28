"""A2, A3: the report of all modules says of each what the independent count says, shard by shard, for any day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.engines.duckdb.pool import set_limits
from analytics.engines.duckdb.report import ONWARD, TABLES, WHILE_USED, write_shard
from analytics.engines.duckdb.report_reading import read_module
from analytics.engines.duckdb.shard_worker import main
from analytics.engines.duckdb.shards import ShardJob, work_side_by_side
from analytics.rules.activity import ActivityEvent
from tests.analytics.engines import rolled_up
from tests.analytics.oracle import expected_facts
from tests.analytics.test_engine_against_oracle import AS_OF, ZONES, some_events

MODULES = ("reactions", "files", "search")


def reported(folder: Path, events: Sequence[ActivityEvent], as_of: date = AS_OF) -> tuple[Path, list[Path]]:
    files = rolled_up(folder, events)
    for shard, file in enumerate(files):
        target = folder / "report" / str(shard)
        target.mkdir(parents=True)
        write_shard([file], as_of=as_of, zones=ZONES, target=target, scratch=target)
    return folder / "report", files


def all_equal(folder: Path, events: Sequence[ActivityEvent], as_of: date = AS_OF) -> None:
    report, files = reported(folder, events, as_of)
    for module in MODULES:
        found = read_module(report, files, module=module, as_of=as_of, zones=ZONES, scratch=folder)
        assert found == expected_facts(events, module=module, as_of=as_of, zones=ZONES), module


def test_every_figure_of_every_module_equals_the_oracle(tmp_path: Path) -> None:
    """Each use is told by two sources at once, of which the first by name counts as the last one."""
    events = some_events(1, 200)
    all_equal(tmp_path, [*events, *(replace(each, source="zeta", event_id=f"{each.event_id}z") for each in events)])


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(10, 10_000), number=st.integers(1, 40), back=st.integers(0, 200))
def test_few_events_and_any_day_equal_the_oracle(
    tmp_path_factory: pytest.TempPathFactory, seed: int, number: int, back: int
) -> None:
    all_equal(tmp_path_factory.mktemp("report"), some_events(seed, number), AS_OF - timedelta(days=back))


def test_processes_side_by_side_write_what_one_session_writes(tmp_path: Path) -> None:
    report, files = reported(tmp_path, some_events(4, 60))
    jobs = []
    for shard, file in enumerate(files):
        target = tmp_path / "apart" / str(shard)
        target.mkdir(parents=True)
        names = {account: str(zone) for account, zone in ZONES.items()}
        jobs.append(ShardJob(files=[str(file)], as_of=AS_OF, zones=names, target=str(target)))
    work_side_by_side(jobs)
    for name in (*TABLES, *WHILE_USED):
        for shard in range(len(files)):
            paths = [str(each / str(shard) / f"{name}.parquet") for each in (report, tmp_path / "apart")]
            one, other = (
                duckdb.execute("FROM read_parquet($path) ORDER BY ALL", {"path": path}).fetchall() for path in paths
            )
            assert one == other


def test_a_worker_does_what_its_job_says(tmp_path: Path) -> None:
    files = rolled_up(tmp_path, some_events(4, 20))
    target = tmp_path / "own"
    target.mkdir()
    job = ShardJob(files=[str(each) for each in files], as_of=AS_OF, zones={"apia": "Pacific/Apia"}, target=str(target))
    job.write(target / "job.json")
    assert ShardJob.read(target / "job.json") == job
    try:
        main(str(target / "job.json"))
    finally:
        set_limits(threads=2, memory="1GB")
    assert {each.stem for each in target.glob("*.parquet")} == {*TABLES, *ONWARD, *WHILE_USED}


def test_a_shard_that_fails_is_an_error_and_no_report(tmp_path: Path) -> None:
    job = ShardJob(files=[str(tmp_path / "absent.parquet")], as_of=AS_OF, zones={}, target=str(tmp_path))
    with pytest.raises(RuntimeError, match="a shard of the report failed"):
        work_side_by_side([job])


def test_no_worker_stays_behind_when_the_next_cannot_start(tmp_path: Path) -> None:
    jobs = [ShardJob(files=[], as_of=AS_OF, zones={}, target=str(tmp_path / name)) for name in (".", "absent")]
    with pytest.raises(FileNotFoundError):
        work_side_by_side(jobs)
    assert not [each for each in psutil.Process().children() if str(tmp_path) in " ".join(each.cmdline())]
