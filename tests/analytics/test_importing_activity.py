"""A2, N4-N6, N14, N22: good rows are kept, bad rows reported, nothing is counted twice, a file is taken whole."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from analytics.api import ActivityEvent, Recipe, import_events, try_files
from analytics.models import ActivityImport, ActivitySource, ImportedDay, RollupPartition
from analytics.rules.field_map import read_map
from analytics.rules.import_report import FileOutcome
from analytics.services.recipe import hidden_user
from analytics.services.workspace import activity_dir, events_dir, rollups_dir
from lifecycle.api import BadInput
from lifecycle.models import AuditEvent
from tests.analytics.feeds import FEED, NOW, feed, taken
from tests.cast import acme

pytestmark = pytest.mark.django_db

GOOD = ("2026-05-01T10:00:00Z", "acme", "u1", "reactions")


def rolled() -> list[tuple[object, ...]]:
    paths = sorted({str(rollups_dir() / row.path) for row in RollupPartition.objects.filter(rows__gt=0)})
    if not paths:
        return []
    query = 'SELECT day, account, "user", module, sum(events) FROM read_parquet($paths) GROUP BY ALL ORDER BY ALL'
    return duckdb.execute(query, {"paths": paths}).fetchall()


def test_good_rows_are_kept_and_bad_ones_reported_with_line_field_and_reason(tmp_path: Path) -> None:
    acme()
    path = feed(
        tmp_path / "a.csv", [GOOD, ("0000-01-01", "acme", "u1", "reactions"), ("2026-05-01T10:00:00Z", "", "u2", "m")]
    )
    (report,) = taken(path).files
    assert (report.outcome, report.rows, report.added, report.rejected) == (FileOutcome.IMPORTED, 3, 1, 2)
    lines = [json.loads(line) for line in Path(report.rejects_file).read_text().splitlines()]
    assert [(line["line"], line["field"], line["reason"]) for line in lines] == [
        (3, "occurred_at", "is neither an ISO 8601 time nor whole epoch seconds or milliseconds"),
        (4, "account", "is missing"),
    ]
    assert lines[0]["file"] == str(path)
    assert lines[0]["raw"].startswith("0000-01-01,acme,u1,reactions")
    assert rolled() == [(date(2026, 5, 1), "acme", "u1", "reactions", 1)]
    assert report.unmatched_accounts == ()
    assert report.unregistered_modules == ("reactions",)
    assert AuditEvent.objects.filter(action="analytics.activity.imported").count() == 1


def test_strict_keeps_nothing_of_a_file_with_a_bad_row(tmp_path: Path) -> None:
    bad, good = feed(tmp_path / "bad.csv", [GOOD, ("x",)]), feed(tmp_path / "good.csv", [GOOD])
    report = taken(bad, good, strict=True)
    assert [(each.outcome, each.added) for each in report.files] == [
        (FileOutcome.REFUSED, 0),
        (FileOutcome.IMPORTED, 1),
    ]
    assert "--strict" in report.files[0].message
    assert taken(bad).files[0].outcome is FileOutcome.IMPORTED  # the same bytes, asked for otherwise
    assert rolled() == [(date(2026, 5, 1), "acme", "u1", "reactions", 1)]


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    path = feed(tmp_path / "a.csv", [GOOD, GOOD])
    first, second = taken(path).files[0], taken(path).files[0]
    assert (first.added, first.repeated) == (2, 0)
    assert (second.outcome, second.added) == (FileOutcome.ALREADY, 0)
    assert second.import_id == first.import_id


def test_rows_delivered_again_in_another_order_and_file_add_only_what_is_new(tmp_path: Path) -> None:
    other = ("2026-05-02T10:00:00Z", "acme", "u2", "reactions")
    taken(feed(tmp_path / "a.csv", [GOOD, GOOD, other]))
    report = taken(feed(tmp_path / "b.csv", [other, GOOD, GOOD, GOOD])).files[0]
    assert (report.added, report.repeated) == (1, 3)
    assert [row[4] for row in rolled()] == [3, 1]


def test_an_event_id_is_counted_once_over_all_files_and_within_its_source(tmp_path: Path) -> None:
    row = (*GOOD, "", "", "e1")
    report = taken(
        feed(tmp_path / "a.csv", [row, row]), feed(tmp_path / "b.csv", [row]), feed(tmp_path / "c.csv", [(*row, "app")])
    )
    assert [(each.added, each.repeated) for each in report.files] == [(1, 1), (0, 1), (1, 0)]
    assert set(ActivitySource.objects.values_list("name", flat=True)) == {"file", "app"}


@pytest.mark.parametrize("together", [True, False])
def test_an_event_id_with_other_content_refuses_the_file(tmp_path: Path, together: bool) -> None:
    row, other = (*GOOD, "", "", "e1"), ("2026-05-01T11:00:00Z", *GOOD[1:], "", "", "e1")
    files = [[row, other]] if together else [[row], [other]]
    report = taken(*[feed(tmp_path / f"{n}.csv", rows) for n, rows in enumerate(files)])
    assert report.files[-1].outcome is FileOutcome.REFUSED
    assert "event_id e1" in report.files[-1].message
    assert len(rolled()) == len(files) - 1


def test_times_that_mix_seconds_and_milliseconds_refuse_the_file(tmp_path: Path) -> None:
    path = feed(tmp_path / "a.csv", [("1777629600", *GOOD[1:]), ("1777629600000", *GOOD[1:])])
    report = taken(path).files[0]
    assert (report.outcome, report.added) == (FileOutcome.REFUSED, 0)
    assert "ms and s" in report.message


def test_more_than_one_percent_bad_rows_refuse_a_large_file_and_its_rejects_are_kept(tmp_path: Path) -> None:
    report = taken(feed(tmp_path / "a.csv", [GOOD] * 5_000 + [("x",)] * 101)).files[0]
    assert (report.outcome, report.added, report.rejected) == (FileOutcome.REFUSED, 0, 101)
    assert "more than 1 %" in report.message
    assert len(Path(report.rejects_file).read_text().splitlines()) == 101


@pytest.mark.parametrize(
    ("good", "bad", "is_taken"), [(1, 10, True), (1, 11, False), (89, 11, False), (1_089, 11, True)]
)
def test_ten_bad_rows_are_forgiven_and_more_only_up_to_one_percent(
    tmp_path: Path, good: int, bad: int, is_taken: bool
) -> None:
    """Reliability, section 8: one odd row of a small file keeps out no other, most of a file being bad does."""
    report = taken(feed(tmp_path / "a.csv", [GOOD] * good + [("x",)] * bad)).files[0]
    assert (report.added, report.rejected) == ((good if is_taken else 0), bad)
    assert ("more than 1 %" in report.message) is not is_taken


def test_a_file_of_bad_rows_only_a_broken_and_an_empty_one_leave_no_event(tmp_path: Path) -> None:
    (tmp_path / "broken.csv").write_text("a,b\n")
    (tmp_path / "empty.csv").write_text("")
    report = taken(
        feed(tmp_path / "a.csv", [("x",)]),
        tmp_path / "broken.csv",
        tmp_path / "empty.csv",
        feed(tmp_path / "h.csv", []),
    )
    outcomes = [each.outcome for each in report.files]
    assert outcomes == [FileOutcome.REFUSED, FileOutcome.REFUSED, FileOutcome.EMPTY, FileOutcome.EMPTY]
    assert ActivityImport.objects.filter(status="imported").count() == 0
    assert list((activity_dir() / "scratch").iterdir()) == []


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        taken(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="no such file"):
        try_files(addresses=[str(tmp_path / "none.csv")], recipe=Recipe(), now=NOW)


def test_an_unknown_account_is_kept_and_listed(tmp_path: Path) -> None:
    acme()
    report = taken(feed(tmp_path / "a.csv", [GOOD, (GOOD[0], "nobody", "u1", "reactions")])).files[0]
    assert report.unmatched_accounts == ("nobody",)
    assert report.added == 2


def test_a_late_row_rewrites_its_day_only(tmp_path: Path) -> None:
    rows = [(f"2026-05-0{day}T10:00:00Z", "acme", "u1", "reactions") for day in (1, 2, 3)]
    taken(feed(tmp_path / "a.csv", rows))
    before = {(row.date, row.shard): row.version for row in RollupPartition.objects.all()}
    taken(feed(tmp_path / "b.csv", [("2026-05-02T23:59:59.999999Z", "acme", "u9", "reactions")]))
    after = {(row.date, row.shard): row.version for row in RollupPartition.objects.all()}
    assert {key[0] for key in after if after[key] != before[key]} == {date(2026, 5, 2)}
    assert [row[0] for row in rolled()] == [date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 2), date(2026, 5, 3)]


def test_a_map_a_zone_a_source_and_hashed_users_are_obeyed(tmp_path: Path) -> None:
    field_map = read_map({"account": "org", "module": {"const": "reactions"}, "user": "mail"})
    recipe = Recipe(field_map, source="crm", assume_zone=ZoneInfo("Europe/Berlin"), hash_users=True)
    columns = ("occurred_at", "org", "mail")
    rows = [("2026-05-01T00:30:00", "acme", "ann@acme.example"), ("x", "acme", "ann@acme.example")]
    path = feed(tmp_path / "a.csv", rows, columns=columns)
    report = taken(path, recipe=recipe).files[0]
    ((day, account, user, module, events),) = rolled()
    assert (day, account, module, events) == (date(2026, 4, 30), "acme", "reactions", 1)
    assert len(str(user)) == 32
    assert "ann@" not in Path(report.rejects_file).read_text()
    assert ImportedDay.objects.get().source.name == "crm"
    again = feed(
        tmp_path / "b.csv",
        [("2026-05-03T00:30:00", "acme", "ann@acme.example")],
        columns=("occurred_at", "org", "mail"),
    )
    taken(again, recipe=replace(recipe, hash_users=False))  # a feed once hashed stays so
    assert [row[2] for row in rolled()] == [user, user]


def test_a_source_that_was_known_before_stays_hashed_once_it_was(tmp_path: Path) -> None:
    """Declared before its first delivery, or delivered in the open at first: the next plain call is hashed, too."""
    for day, hash_users in ((1, False), (2, True), (3, False)):
        path = feed(tmp_path / f"{day}.csv", [(f"2026-05-0{day}T10:00:00Z", "acme", "ann", "reactions")])
        taken(path, recipe=Recipe(source="crm", hash_users=hash_users))
    first, *others = [row[2] for row in rolled()]
    assert first == "ann"
    assert others == [hidden_user("acme", "ann")] * 2


def test_trying_shows_ten_rows_rejects_span_accounts_and_modules_and_writes_nothing(tmp_path: Path) -> None:
    rows = [(f"2026-05-{day:02}T10:00:00Z", "acme", "u1", "reactions") for day in range(1, 15)]
    before = set(events_dir().glob("*"))
    (report,) = try_files(addresses=[str(feed(tmp_path / "a.csv", [*rows, ("x",)]))], recipe=Recipe(), now=NOW).files
    assert (report.rows, report.rejected, len(report.sample)) == (15, 1, 10)
    assert (report.first_at, report.last_at) == (
        datetime(2026, 5, 1, 10, tzinfo=UTC),
        datetime(2026, 5, 14, 10, tzinfo=UTC),
    )
    assert (report.accounts, report.modules) == (("acme",), ("reactions",))
    assert (report.unmatched_accounts, report.unregistered_modules) == (("acme",), ("reactions",))
    assert ActivityImport.objects.count() == 0
    assert set(events_dir().glob("*")) == before
    (tmp_path / "bad.csv").write_text("a,b\n")
    assert "lacks" in try_files(addresses=[str(tmp_path / "bad.csv")], recipe=Recipe(), now=NOW).files[0].message


def test_a_connector_hands_over_events_that_are_judged_like_rows(tmp_path: Path) -> None:
    del tmp_path
    event = ActivityEvent(datetime(2026, 5, 1, 10, tzinfo=UTC), "acme", "u1", "reactions", event_id="e1")
    batch = [event, replace(event, event_id="e2", user=""), replace(event, event_id="e3")]
    (report,) = import_events(
        events=batch, source="slack", name="export.zip", sha256="0" * 64, actor=FEED, now=NOW
    ).files
    assert (report.added, report.rejected) == (2, 1)
    (again,) = import_events(
        events=batch, source="slack", name="export.zip", sha256="0" * 64, actor=FEED, now=NOW
    ).files
    assert again.outcome is FileOutcome.ALREADY


def test_excluded_actions_leave_the_roll_up_and_come_back(tmp_path: Path) -> None:
    ActivitySource.objects.create(name="file", excluded_actions=["bot.*"], created_at=NOW)
    taken(feed(tmp_path / "a.csv", [(*GOOD, "bot.ping"), (*GOOD, "add")]))
    assert [row[4] for row in rolled()] == [1]
    ActivitySource.objects.update(excluded_actions=[])
    taken(feed(tmp_path / "b.csv", [(*GOOD, "remove")]))
    assert [row[4] for row in rolled()] == [3]
