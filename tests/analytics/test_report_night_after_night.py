"""A3: reports, each on from the one before, end in what counting everything says, and read the days that changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from analytics.engines.duckdb.report_onward import Earlier, NewDays, NotWhatItWas, days_read, write_onward
from analytics.engines.duckdb.report_reading import read_module
from analytics.rules.activity import ActivityEvent
from analytics.rules.report_settled import SettledSums, edges, plan_settled
from tests.analytics.engines import rolled_up
from tests.analytics.rules.test_report_basis import BASE, END, NEXT, NIGHT
from tests.analytics.test_engine_against_oracle import AS_OF, ZONES, some_events
from tests.analytics.test_report_goes_on import Made, counted_anew, gone_on, rows_of
from tests.analytics.test_report_of_all_modules import MODULES

FIRST = AS_OF - timedelta(days=4)
ONE = some_events(9, 1)[0]


def use(back: int, user: str, hour: int = 12) -> ActivityEvent:
    at = ONE.occurred_at.replace(year=AS_OF.year, month=AS_OF.month, day=AS_OF.day, hour=hour)
    return replace(
        ONE, occurred_at=at - timedelta(days=back), user=user, module="files", event_id=f"{user}-{back}-{hour}"
    )


def latest_of(made: Made) -> list[tuple[object, ...]]:
    """Who used what last on which day, by the shards together."""
    query = """
        SELECT module, known, day, sum(users) AS users, sum(accounts) AS accounts FROM read_parquet($path)
        GROUP BY ALL HAVING sum(users) + sum(accounts) <> 0 ORDER BY ALL
    """
    return duckdb.execute(query, {"path": f"{made.folder}/*/latest.parquet"}).fetchall()


def equal(now: Made, events: Sequence[ActivityEvent], files: Sequence[Path], folder: Path) -> None:
    anew = counted_anew(folder, files, events, now.basis.as_of)
    for table in ("series", "totals", "sources"):
        assert rows_of(now, table) == rows_of(anew, table), table
    assert latest_of(now) == latest_of(anew)
    for module in MODULES:
        found, told = (
            read_module(
                each.folder,
                files,
                module=module,
                as_of=now.basis.as_of,
                zones=ZONES,
                scratch=folder,
                beside=each.beside,
            )
            for each in (now, anew)
        )
        assert found == told, module


def test_six_nights_end_in_what_counting_everything_says(tmp_path: Path) -> None:
    """The second night comes twice, with more of its day; before the fourth a row comes that the base misses. Users
    return after less and more than each window, and every day some leave them."""
    events = some_events(9, 60) + [use(back, f"u{back % 5}") for back in range(-1, 100, 2)]
    later = {1: [], 2: [use(3, "u1", 23)], 3: [], 4: [use(30, "u2", 23), use(1, "u9", 23)], 5: []}
    nights = [FIRST, *(AS_OF - timedelta(days=back) for back in (3, 3, 2, 1, 0))]
    here = [each for each in events if each.occurred_at.date() <= FIRST]
    base = last = counted_anew(tmp_path / "base", rolled_up(tmp_path / "0", here), here, FIRST)
    for number, night in enumerate(nights[1:], 1):
        more = [each for each in events if each not in here and each.occurred_at.date() <= night + timedelta(days=1)]
        here = [*here, *more, *later[number]]
        files = rolled_up(tmp_path / f"{number}", here)
        last = gone_on(tmp_path / f"on-{number}", files, here, night, before=last, base=base)
        if number in {3, 5}:
            equal(last, here, files, tmp_path / f"anew-{number}")


def test_one_new_day_reads_the_days_that_enter_and_leave_however_many_are_kept() -> None:
    settled = plan_settled(NIGHT, before=BASE, base=BASE)
    leaves = END - timedelta(days=88)
    one = days_read(NewDays(NEXT, NEXT, (END, NEXT), settled))
    assert set(one) == {END, NEXT, leaves, *edges(NEXT)}
    assert len(one) == 5
    assert len(days_read(NewDays(NEXT, END, (END, NEXT), settled))) == 92


def test_counts_below_nobody_are_not_gone_on_from(tmp_path: Path) -> None:
    """The last report knows of nobody, and those whom the day saw would leave it all the same."""
    events = [use(1, "u1"), use(0, "u1")]
    early, day = events[:1], AS_OF - timedelta(days=1)
    base = counted_anew(tmp_path / "base", rolled_up(tmp_path / "1", early), early, day)
    wrong = base.folder / "0" / "latest.parquet"
    duckdb.execute(f"COPY (SELECT * REPLACE (0::BIGINT AS users) FROM '{wrong}') TO '{wrong}.new' (FORMAT parquet)")  # noqa: S608 - ours
    wrong.with_name("latest.parquet.new").replace(wrong)
    files = rolled_up(tmp_path / "2", events)
    new = NewDays(AS_OF, AS_OF, (day, AS_OF), SettledSums(is_whole=False, goes_on=True, days=()))
    with pytest.raises(NotWhatItWas):
        write_onward(
            files,
            new=new,
            zones=ZONES,
            earlier=Earlier(base.folder, base.folder),
            target=tmp_path,
            scratch=tmp_path,
        )
