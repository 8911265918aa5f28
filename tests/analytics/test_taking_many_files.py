"""A2, N4-N6, N22: many files in one pass, each wholly or not at all, at a cost that follows the new rows."""

import json
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from analytics.models import ActivityImport, EventFile, RollupPartition
from analytics.rules.import_report import FileOutcome, FileReport
from analytics.services.event_manifest import event_files
from analytics.services.recipe import Recipe
from analytics.services.take_files import Delivered, take_files
from tests.analytics.feeds import FEED, NOW, taken

pytestmark = pytest.mark.django_db
MANY = 1_200  # beyond the size from which a file is read by columns
DAY, OTHER = "2026-05-01T10:00:00Z", "2026-05-03T10:00:00Z"


def row(user: str, at: str = DAY, **more: object) -> dict[str, object]:
    return {"occurred_at": at, "account": "acme", "user": user, "module": "reactions", **more}


def lines(path: Path, rows: list[dict[str, object]], more: str = "") -> Delivered:
    text = "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in rows) + more
    path.write_text(text, encoding="utf-8")
    return Delivered(path, path.name, sha256(text.encode()).hexdigest(), Recipe())


def take(*files: Delivered) -> list[tuple[FileOutcome, int, int, int]]:
    return [counts(each) for each in take_files(files=files, actor=FEED, now=NOW)]


def counts(report: FileReport) -> tuple[FileOutcome, int, int, int]:
    return report.outcome, report.added, report.repeated, report.rejected


def kept() -> list[tuple[object, ...]]:
    files = [str(path) for path in event_files()]
    query = 'SELECT "user", count(*) FROM read_parquet($files) GROUP BY ALL ORDER BY ALL'
    return duckdb.execute(query, {"files": files}).fetchall() if files else []


def test_files_of_one_pass_share_a_file_and_are_judged_each_for_itself(tmp_path: Path) -> None:
    found = take(
        lines(tmp_path / "a.jsonl", [row("u1"), row("u2", event_id="e1")]),
        lines(tmp_path / "b.jsonl", [row("u1"), row("u1"), row("u3", account=7)]),
        lines(tmp_path / "c.jsonl", [row("u9", "never")]),
        lines(tmp_path / "d.jsonl", []),
        lines(tmp_path / "e.jsonl", [row("u5", OTHER, event_id="e1"), row("u6")]),
        lines(tmp_path / "f.jsonl", [row("u7")], more='{"cut'),
        lines(tmp_path / "a2.jsonl", [row("u1"), row("u2", event_id="e1")]),
    )
    assert found == [
        (FileOutcome.IMPORTED, 2, 0, 0),
        (FileOutcome.IMPORTED, 1, 1, 1),
        (FileOutcome.REFUSED, 0, 0, 1),
        (FileOutcome.EMPTY, 0, 0, 0),
        (FileOutcome.REFUSED, 0, 0, 0),
        (FileOutcome.REFUSED, 0, 0, 0),
        (FileOutcome.ALREADY, 0, 0, 0),
    ]
    assert kept() == [("u1", 2), ("u2", 1)]
    assert EventFile.objects.get().imports.count() == 2
    assert ActivityImport.objects.filter(status="refused").count() == 3
    assert RollupPartition.objects.filter(rows__gt=0).exists()


def test_a_refused_file_stands_in_no_later_ones_way(tmp_path: Path) -> None:
    take(lines(tmp_path / "a.jsonl", [row("u1", event_id="e1")]))
    found = take(
        lines(tmp_path / "b.jsonl", [row("u2", event_id="e1"), row("u3", event_id="e2")]),
        lines(tmp_path / "c.jsonl", [row("u4", event_id="e2")]),
    )
    assert [each[:2] for each in found] == [(FileOutcome.REFUSED, 0), (FileOutcome.IMPORTED, 1)]
    assert kept() == [("u1", 1), ("u4", 1)]


@pytest.mark.parametrize("ids", [True, False])
def test_large_files_add_only_what_is_new_in_whatever_order_it_comes(tmp_path: Path, ids: bool) -> None:
    rows = [row(f"u{n}", **({"event_id": f"e{n}"} if ids else {})) for n in range(MANY)]
    assert take(lines(tmp_path / "a.jsonl", rows)) == [(FileOutcome.IMPORTED, MANY, 0, 0)]
    more = [row("new", **({"event_id": "new"} if ids else {})), row("bad", at="yesterday")]
    again = lines(tmp_path / "b.jsonl", [*reversed(rows), *more, rows[0]])
    repeated = MANY + 1 if ids else MANY
    assert take(again) == [(FileOutcome.IMPORTED, MANY + 3 - repeated - 1, repeated, 1)]
    assert sum(int(str(count)) for _, count in kept()) == MANY + (1 if ids else 2)


@pytest.mark.parametrize("known", [0, 1])
def test_each_file_of_an_import_counts_its_own_events(tmp_path: Path, known: int) -> None:
    """A2: else the keys of all events seem to be lost, and each later import makes them anew."""
    first, later = row("first", "2026-05-01 12:00:00+02:00", event_id="f"), row("later", OTHER, event_id="l")
    take(lines(tmp_path / "known.jsonl", [row("u0", event_id="e0")][:known]))
    rows = [*(row(f"u{n}", event_id=f"e{n}") for n in range(MANY)), first, later]
    report = take_files(files=[lines(tmp_path / "a.jsonl", rows)], actor=FEED, now=NOW)[0]
    assert (report.added, report.repeated, report.accounts) == (MANY + 2 - known, known, ("acme",))
    assert [f"{at:%d %H}" for at in (report.first_at, report.last_at) if at] == ["01 10", "03 10"]
    held = {each.path: each.rows for each in EventFile.objects.all()}
    assert sum(held.values()) == MANY + 2
    for path in event_files():
        assert duckdb.execute("SELECT count(*) FROM read_parquet($path)", {"path": str(path)}).fetchone() == (
            held[path.name],
        )


def test_an_id_used_again_on_another_day_refuses_a_large_file(tmp_path: Path) -> None:
    rows = [row(f"u{n}", event_id=f"e{n}") for n in range(MANY)]
    take(lines(tmp_path / "a.jsonl", rows))
    report = taken(lines(tmp_path / "b.jsonl", [row("u", OTHER, event_id=f"{n}") for n in range(MANY)]).path).files[0]
    assert report.added == MANY
    clash = [row("u", OTHER, event_id=f"x{n}") for n in range(MANY)] + [row("u7", OTHER, event_id="e7")]
    report = taken(lines(tmp_path / "c.jsonl", clash).path).files[0]
    assert (report.outcome, report.added) == (FileOutcome.REFUSED, 0)
    assert "event_id e7 (known from an earlier file)" in report.message


def test_rows_that_come_in_no_order_are_laid_down_by_day(tmp_path: Path) -> None:
    mixed = tmp_path / "mixed.parquet"
    rows = (
        "SELECT TIMESTAMPTZ '2026-01-01 10:00:00Z' + to_days((n * 7 % 140)::INTEGER) AS occurred_at, 'acme' AS account,"
        " 'u1' AS user, 'reactions' AS module, n::VARCHAR AS event_id FROM range(150_000) AS numbers (n)"
    )
    duckdb.execute(f"COPY ({rows}) TO '{mixed}' (FORMAT parquet)")
    take_files(files=[Delivered(mixed, "mixed.parquet", "0" * 64, Recipe())], actor=FEED, now=NOW, roll_up=False)
    (path,) = event_files()
    spans = (
        "SELECT stats_min_value, stats_max_value FROM parquet_metadata($path)"
        " WHERE path_in_schema = 'day' ORDER BY stats_min_value"
    )
    first, second, third = duckdb.execute(spans, {"path": str(path)}).fetchall()
    assert first[1] <= second[0]
    assert second[1] <= third[0]
