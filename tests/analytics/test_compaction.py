"""A2, S2: event files become one per settled day, raw events end, and no event is lost or counted twice on the way."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db.models import F

from analytics import queries
from analytics.api import refresh
from analytics.models import EventFile, FiledImport, KeyRun, RollupPartition
from analytics.rules.compaction import FEWEST_FILES, HeldFile, roll_ups_end, to_compact
from analytics.rules.import_report import FileOutcome
from analytics.services.compact import Compacted, compact
from analytics.services.event_manifest import event_files, keys_dir
from analytics.services.workspace import events_dir, rollups_dir
from lifecycle.models import AuditEvent
from tests.analytics.feeds import NOW, feed, taken

FIRST, SECOND, LATE = "2026-05-01T10:00:00Z", "2026-05-02T10:00:00Z", "2026-05-20T10:00:00Z"


def row(at: str, user: str, key: str = "") -> tuple[str, ...]:
    return (at, "acme", user, "reactions", "", "", key)


@pytest.fixture
def two_files(tmp_path: Path) -> list[Path]:
    """Both hold two days."""
    rows = [[row(FIRST, "u1", "e1"), row(SECOND, "u1")], [row(FIRST, "u2"), row(SECOND, "u2", "e2"), row(LATE, "u1")]]
    files = [feed(tmp_path / f"{number}.csv", each) for number, each in enumerate(rows)]
    taken(*files)
    return files


def partitions() -> list[tuple[object, ...]]:
    return list(RollupPartition.objects.values_list("date", "shard", "rows", "version"))


@pytest.mark.django_db
def test_files_become_one_per_day_and_every_event_is_still_known(two_files: list[Path], tmp_path: Path) -> None:
    before = partitions()
    assert compact(now=NOW) == Compacted(), "two files are not worth it"
    assert compact(now=NOW, raw_days=25) == Compacted(files=2, days=3, dropped=2)
    assert not FiledImport.objects.exists()
    assert EventFile.objects.filter(dropped_at=None).values_list("date", "rows").get() == (date(2026, 5, 20), 1)
    refresh(now=NOW)
    assert partitions() == before, "roll-ups stay as they are"
    again = taken(feed(tmp_path / "again.csv", [row(LATE, "u1"), row(LATE, "u9", "e1"), row(LATE, "u3")])).files[0]
    assert (again.added, again.repeated) == (2, 1)
    assert AuditEvent.objects.filter(action="analytics.events.dropped").count() == 1


@pytest.mark.django_db
def test_a_row_of_a_day_whose_events_were_dropped_is_rejected(two_files: list[Path], tmp_path: Path) -> None:
    compact(now=NOW, raw_days=25)
    report = taken(feed(tmp_path / "late.csv", [row(SECOND, "u7"), row("2026-05-03T00:00:00Z", "u7")])).files[0]
    assert (report.outcome, report.added, report.rejected) == (FileOutcome.IMPORTED, 1, 1)
    assert "no row any more" in report.reasons[0].reason
    assert sum(each.rows for each in RollupPartition.objects.filter(date=date(2026, 5, 2))) == 2


@pytest.mark.django_db
def test_a_merge_that_ends_before_its_files_are_named_changes_nothing_and_is_done_again(two_files: list[Path]) -> None:
    EventFile.objects.update(rows=F("rows") + 1)  # what was counted does not come out: the last step is not taken
    named = queries.event_file_names()
    with pytest.raises(RuntimeError, match="nothing is changed"):
        compact(now=NOW, raw_days=25)
    assert queries.event_file_names() == named
    left = {path.name for path in events_dir().glob("2026-05-0*")}
    assert left, "files of days were written"
    EventFile.objects.update(rows=F("rows") - 1)
    assert compact(now=NOW, raw_days=25).days == 3
    for path in events_dir().glob("*.parquet"):
        os.utime(path, (1, 1))
    refresh(now=NOW)
    assert not left & {path.name for path in events_dir().iterdir()}
    assert all(path.exists() for path in event_files())


@pytest.mark.django_db
def test_a_day_that_gets_late_rows_after_its_merge_is_merged_again(two_files: list[Path], tmp_path: Path) -> None:
    compact(now=NOW, raw_days=31)  # the first of May is not older: nothing is dropped, and two files are not enough
    assert compact(now=NOW, raw_days=30).dropped == 1
    late = taken(feed(tmp_path / "late.csv", [row(SECOND, "u1"), row(SECOND, "u8")])).files[0]
    assert (late.added, late.repeated) == (1, 1)
    assert compact(now=NOW, raw_days=29).dropped == 1
    assert EventFile.objects.get(date=date(2026, 5, 2)).rows == 3


@pytest.mark.django_db
def test_files_that_lose_their_name_stay_for_their_readers_however_old_they_are(
    two_files: list[Path], tmp_path: Path
) -> None:
    events, rollups = queries.named_files()
    named = [*(events_dir() / name for name in events), *(rollups_dir() / name for name in rollups if name)]

    def after_a_sweep_of_old_files() -> set[bool]:
        refresh(now=NOW)
        return {path.exists() for path in named}

    for path in named:
        os.utime(path, (1, 1))
    compact(now=NOW, raw_days=25)
    taken(feed(tmp_path / "late.csv", [row(LATE, "u5")]))
    assert after_a_sweep_of_old_files() == {True}
    for path in named:
        os.utime(path, (1, 1))
    assert after_a_sweep_of_old_files() == {False}


@pytest.mark.django_db
def test_runs_of_keys_are_merged_and_lost_ones_are_made_again(two_files: list[Path], tmp_path: Path) -> None:
    compact(now=NOW)
    (run,) = keys_dir().glob("*.keys*")
    assert run.stat().st_size == 8 * 5
    run.unlink()
    report = taken(feed(tmp_path / "again.csv", [row(FIRST, "u2"), row(SECOND, "u2", "e2")])).files[0]
    assert (report.added, report.repeated) == (0, 2)


@pytest.mark.django_db
def test_runs_that_nobody_names_are_cleared_away_though_no_merge_comes_to_its_end(two_files: list[Path]) -> None:
    """A6: on a full disk they are what frees room, while an import that failed left one and merges fail, too."""
    named = {keys_dir() / row.path for row in KeyRun.objects.all()}
    for name in ("left.keys", "left.keys.part"):
        (keys_dir() / name).write_bytes(b"")
    EventFile.objects.update(rows=F("rows") + 1)
    with pytest.raises(RuntimeError, match="nothing is changed"):
        compact(now=NOW, raw_days=25)
    assert set(keys_dir().iterdir()) == named


@pytest.mark.django_db
def test_roll_ups_end_by_months_after_their_raw_events_and_history_begins_later(tmp_path: Path) -> None:
    taken(feed(tmp_path / "a.csv", [row("2026-03-10T10:00:00Z", "u1"), row(LATE, "u1")]))
    later = NOW + timedelta(days=450)
    assert compact(now=later, roll_up_days=400).forgotten == 0, "raw events would only make them again"
    assert compact(now=later, raw_days=25, roll_up_days=400) == Compacted(files=1, days=2, dropped=2, forgotten=1)
    assert refresh(now=later) == 0
    assert {day for day, *_ in partitions()} == {date(2026, 5, 20)}
    assert [each.date for each in queries.source_days(until=later.date())] == [date(2026, 5, 20)]
    assert AuditEvent.objects.filter(action="analytics.rollups.dropped").count() == 1


@pytest.mark.parametrize(
    ("days", "sealed", "end"),
    [
        (0, date(2026, 5, 20), None),
        (500, None, None),
        (500, date(2026, 5, 20), date(2025, 1, 1)),
        (30, date(2026, 5, 20), date(2025, 4, 1)),
        (500, date(2024, 1, 30), date(2024, 1, 1)),
        (500, date(2024, 1, 31), date(2024, 2, 1)),
    ],
)
def test_roll_ups_of_less_than_400_days_and_of_days_with_raw_events_stay(
    days: int, sealed: date | None, end: date | None
) -> None:
    assert roll_ups_end(today=date(2026, 6, 1), roll_up_days=days, sealed=sealed) == end


def held(number: int, **changed: object) -> HeldFile:
    day = date(2026, 5, number)
    facts: dict[str, object] = {"pk": number, "rows": 1, "first_date": day, "last_date": day, "newest_import": number}
    return HeldFile(**(facts | changed))  # type: ignore[arg-type]  # the names are those above


def test_only_settled_files_that_everybody_has_read_are_merged_and_not_too_many_at_once() -> None:
    today = date(2026, 5, FEWEST_FILES + 3)
    files = [held(number) for number in range(1, FEWEST_FILES + 3)]

    def chosen(through: int | None = None, before: date | None = None, rows: int = 1) -> list[int]:
        held_files = [held(each.pk, rows=rows) for each in files]
        return [each.pk for each in to_compact(held_files, today=today, read_through=through, drop_before=before)]

    assert chosen() == list(range(1, FEWEST_FILES + 2))
    assert chosen(through=FEWEST_FILES - 1) == []
    assert chosen(through=2, before=date(2026, 5, 2)) == [1, 2]
    assert chosen(rows=2_000_000) == [1, 2]
    assert chosen(before=today - timedelta(days=99)) == chosen()
