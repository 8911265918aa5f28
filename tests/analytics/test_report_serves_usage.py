"""A2, A3: figures served from the report on all modules are those counted for one, and late rows are not missed."""

from datetime import timedelta

import duckdb
import pytest
from django.test import override_settings

from analytics.api import ActivityEvent, ModuleUsage, import_events, refresh, usage
from analytics.engines.duckdb import report_reading
from analytics.models import ActivitySource, UsageReport
from analytics.services.report_basis import basis_now, earlier_report, write_basis
from analytics.services.report_files import beside_of, is_whole, told_in, write_note
from analytics.services.reports import forget_old_reports, is_worth_a_report, report_all
from analytics.services.usage import _facts, account_profiles, basis_of, last_complete_day
from analytics.services.workspace import reports_dir
from lifecycle.models import Account, Module
from tests.analytics.feeds import FEED
from tests.cast import NOON, acme, corner_shop

pytestmark = pytest.mark.django_db
DAY = last_complete_day(NOON)


def told(name: str, days: range, users: int = 1, module: str = "reports") -> None:
    events = [
        ActivityEvent(NOON - timedelta(days=back, hours=hour), account, f"u{user}", module)
        for back in days
        for account, hour in (("acme", 1), ("corner-shop", 13), ("stranger", 5))
        for user in range(users)
    ]
    import_events(events=events, source="app", name=name, sha256=name.ljust(64, "0"), actor=FEED, now=NOON)


def zones_now() -> dict[str, str]:
    return {each.key: str(each.zone) for each in account_profiles() if str(each.zone) != "UTC"}


def test_a_page_reads_the_report_and_says_the_same() -> None:
    """One report for what is true of each: counting one takes a second."""
    acme(), corner_shop()
    Account.objects.filter(key="acme").update(timezone="America/New_York")
    told("first", range(70))
    told("files", range(0, 40, 3), users=2, module="files")
    counted = both_modules()
    made = report_all(basis_of(DAY, account_profiles()), now=NOON)
    assert report_all(basis_of(DAY, account_profiles()), now=NOON) == made
    _facts.cache_clear()
    assert both_modules() == counted
    assert {each.name for each in (reports_dir() / made.folder).iterdir() if each.is_dir()} == {"0", "1"}
    assert str(made) == made.folder
    a_module_that_the_report_does_not_know_was_never_used(made)
    a_report_whose_files_are_gone_is_not_missed(made, counted)
    late_rows_and_a_moved_account_are_counted_before_the_next_report(counted)


def both_modules() -> list[ModuleUsage]:
    return [usage(module_key=module, now=NOON) for module in ("reports", "files")]


def a_module_that_the_report_does_not_know_was_never_used(made: UsageReport) -> None:
    basis = basis_of(DAY, account_profiles())
    found = report_reading.read_module(
        reports_dir() / made.folder, basis.paths, module="none", as_of=DAY, zones={}, scratch=reports_dir()
    )
    assert (len(found.daily), found.users[90], found.sources) == (180, 0, ())


def a_report_whose_files_are_gone_is_not_missed(made: UsageReport, counted: list[ModuleUsage]) -> None:
    there, elsewhere = reports_dir() / made.folder, reports_dir() / "elsewhere"
    there.rename(elsewhere)
    _facts.cache_clear()
    assert both_modules() == counted
    elsewhere.rename(there)
    _facts.cache_clear()


def late_rows_and_a_moved_account_are_counted_before_the_next_report(counted: list[ModuleUsage]) -> None:
    told("late", range(35, 36), users=3)
    assert (counted[0].users[90], usage(module_key="reports", now=NOON).users[90]) == (3, 9)
    Account.objects.filter(key="acme").update(timezone="Asia/Tokyo")
    moved = next(each for each in usage(module_key="reports", now=NOON).by_account if each.account == "acme")
    assert moved.events_90 == 71  # 69 complete days, and two of the three late rows were new


def test_only_the_newest_reports_are_kept() -> None:
    told("first", range(3))
    assert is_worth_a_report(large=1)
    assert not is_worth_a_report()
    for back in range(4):
        name = str(DAY - timedelta(days=back))
        (reports_dir() / name).mkdir(parents=True)
        UsageReport.objects.create(
            as_of_date=DAY - timedelta(days=back), fingerprint=name, folder=name, created_at=NOON
        )
    forget_old_reports()
    assert [each.as_of_date for each in UsageReport.objects.all()] == [DAY - timedelta(days=back) for back in (2, 1, 0)]
    assert {each.name for each in reports_dir().iterdir()} == set(UsageReport.objects.values_list("folder", flat=True))


def test_refresh_reports_once_where_there_is_much_activity() -> None:
    told("first", range(3))
    refresh(now=NOON)
    assert not UsageReport.objects.exists()
    for _ in range(2):
        refresh(now=NOON, large=1)
    assert [each.as_of_date for each in UsageReport.objects.all()] == [DAY]


def test_judgements_of_a_few_modules_are_kept() -> None:
    acme()
    told("first", range(3))
    for number in range(9):
        Module.objects.create(key=f"m{number}", name="M")
        usage(module_key=f"m{number}", now=NOON)
    assert usage(module_key="m8", now=NOON) is usage(module_key="m8", now=NOON)
    assert usage(module_key="m0", now=NOON).module == "m0"


def test_a_cluster_that_cannot_count_makes_no_report_and_pages_count_themselves() -> None:
    """What it counts where it can: `make scale`. Here is neither a cluster nor what speaks to one."""
    acme()
    told("first", range(3))
    counted = usage(module_key="reports", now=NOON)
    with (
        override_settings(USAGE_ENGINE="spark://127.0.0.1:1"),
        pytest.raises(RuntimeError, match="a shard of the report failed"),
    ):
        report_all(basis_of(DAY, account_profiles()), now=NOON)
    _facts.cache_clear()
    assert not UsageReport.objects.exists()
    assert usage(module_key="reports", now=NOON) == counted


def test_the_next_report_goes_on_from_the_last_until_an_account_that_it_knows_moves() -> None:
    """A day later, with a late row and a new customer elsewhere; what it goes on from is kept."""
    acme(), corner_shop()
    told("first", range(1, 70))
    base = report_all(basis_of(DAY - timedelta(days=1), account_profiles()), now=NOON)
    Account.objects.create(key="new", name="New", timezone="Asia/Tokyo", created_at=NOON)
    told("late", range(20, 21), users=2)
    told("today", range(2), users=3, module="files")
    counted = [usage(module_key=module, now=NOON) for module in ("reports", "files")]
    made = [report_all(basis_of(DAY, account_profiles()), now=NOON, share=1)]
    _facts.cache_clear()
    assert [usage(module_key=module, now=NOON) for module in ("reports", "files")] == counted
    for name in "ab":
        told(name, range(3, 4), module=name)
        made.append(report_all(basis_of(DAY, account_profiles()), now=NOON, share=1))
    forget_old_reports()
    assert {each.name for each in reports_dir().iterdir()} == {base.folder, *(each.folder for each in made)}
    ActivitySource.objects.update(excluded_actions=["ping"])
    assert earlier_report(basis_now(DAY, zones_now()), share=1, now=NOON) is None
    ActivitySource.objects.update(excluded_actions=[])
    zones, last = zones_now(), reports_dir() / made[-1].folder
    assert is_whole(last)
    assert earlier_report(basis_now(DAY, zones), share=1, now=NOON)
    for torn in (last / "basis.json", last / "beside.json", next((reports_dir() / base.folder).glob("*/accounts.*"))):
        whole = torn.read_bytes()
        for left in (b"", b"{}", b"[1]", b"\0" * len(whole), None):
            torn.unlink(missing_ok=True)
            if left is not None:
                torn.write_bytes(left)
            if left is None or torn.suffix == ".json":
                assert not is_whole(last), (torn, left)
                assert earlier_report(basis_now(DAY, zones), share=1, now=NOON) is None, (torn, left)
        _facts.cache_clear()
        assert usage(module_key="reports", now=NOON).users == counted[0].users  # its last fault: the file is gone
        torn.write_bytes(whole)
    assert earlier_report(basis_now(DAY, {**zones, "acme": "Pacific/Apia"}), share=1, now=NOON) is None


@pytest.mark.parametrize("noted", ["duckdb 0.10.0", None])
def test_a_report_of_another_hash_function_is_not_gone_on_from(noted: str | None) -> None:
    """It holds users by their hash: who was known would be counted as somebody new. One that notes none is older."""
    acme()
    told("first", range(3))
    base = report_all(basis_of(DAY - timedelta(days=1), account_profiles()), now=NOON)
    folder = reports_dir() / base.folder
    assert earlier_report(basis_now(DAY, zones_now()), share=1, now=NOON)
    there = told_in(folder / "basis.json")
    assert there.pop("hashed_by") == f"duckdb {duckdb.__version__}"
    (folder / "basis.json").unlink()
    write_note(folder, {**there, "hashed_by": noted} if noted else there)
    assert is_whole(folder)
    assert earlier_report(basis_now(DAY, zones_now()), share=1, now=NOON) is None


def test_a_report_that_cannot_be_gone_on_from_is_counted_anew(caplog: pytest.LogCaptureFixture) -> None:
    """Its files are what was written, and yet no table: no checksum tells."""
    acme()
    told("first", range(3))
    base = report_all(basis_of(DAY - timedelta(days=1), account_profiles()), now=NOON)
    for torn in (reports_dir() / base.folder).glob("*/totals.parquet"):
        torn.write_bytes(bytes(torn.stat().st_size))
    (reports_dir() / base.folder / "basis.json").unlink()
    write_basis(reports_dir() / base.folder, basis_now(base.as_of_date, zones_now()), None)
    made = report_all(basis_of(DAY + timedelta(days=100), account_profiles()), now=NOON, share=1)
    assert "cannot go on, everything is counted anew" in caplog.text
    assert beside_of(reports_dir() / made.folder) is None
    assert list((reports_dir() / made.folder).glob("*/accounts.parquet"))
    assert (
        earlier_report(basis_now(DAY + timedelta(days=101), zones_now()), share=1, now=NOON) is None
    )  # no roll-up in reach
