"""A2: is a finished report that was damaged on the disk noticed, not believed, and made anew for the same day?"""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics.api import ActivityEvent, import_events, usage
from analytics.models import UsageReport
from analytics.rules.report_basis import ReportBasis
from analytics.services import report_files
from analytics.services.report_basis import basis_now, earlier_report, write_basis
from analytics.services.report_files import beside_of, is_intact, is_sound, is_whole
from analytics.services.reports import READ_EVERY, report_all
from analytics.services.usage import _facts, account_profiles, basis_of, last_complete_day
from analytics.services.workspace import reports_dir
from tests.analytics.feeds import FEED
from tests.cast import NOON, acme

pytestmark = pytest.mark.django_db
DAY = last_complete_day(NOON)


def told(days: int) -> None:
    acme()
    events = [ActivityEvent(NOON - timedelta(days=back), "acme", f"u{back % 3}", "reports") for back in range(days)]
    import_events(events=events, source="app", name="first", sha256="1" * 64, actor=FEED, now=NOON)


def night(day: date) -> Path:
    return reports_dir() / report_all(basis_of(day, account_profiles()), now=NOON, share=1).folder


def flip(file: Path, place: int) -> None:
    """One bit: the size stays."""
    torn = bytearray(file.read_bytes())
    torn[place] ^= 1
    file.write_bytes(torn)


def test_a_damaged_report_is_counted_past_and_made_anew() -> None:
    """Same size, other bytes: only the checksums know. A file that is gone is known by its size."""
    told(9)
    basis = basis_of(DAY, account_profiles())
    counted, made = usage(module_key="reports", now=NOON), report_all(basis, now=NOON)
    folder = reports_dir() / made.folder
    for each in folder.rglob("*.parquet"):
        each.write_bytes(b"x" * each.stat().st_size)
    assert is_whole(folder)
    assert not is_intact(folder, now=NOON)
    _facts.cache_clear()
    assert usage(module_key="reports", now=NOON) == counted
    assert report_all(basis, now=NOON) == made
    assert is_intact(folder, now=NOON)
    assert UsageReport.objects.count() == 1
    next(folder.rglob("*.parquet")).unlink()
    assert not is_intact(folder, now=NOON, every=READ_EVERY)


def test_a_report_is_read_again_after_an_hour_and_not_with_each_refresh() -> None:
    told(9)
    basis = basis_of(DAY, account_profiles())
    made = report_all(basis, now=NOON)
    assert report_all(basis, now=NOON) == made
    folder = reports_dir() / made.folder
    flip(file := next(folder.rglob("series.parquet")), 26)
    damaged = file.read_bytes()
    report_all(basis, now=NOON + READ_EVERY - timedelta(seconds=1))
    assert file.read_bytes() == damaged
    report_all(basis, now=NOON + READ_EVERY)
    assert file.read_bytes() != damaged
    assert is_intact(folder, now=NOON)


def test_nothing_goes_on_from_a_damaged_report(caplog: pytest.LogCaptureFixture) -> None:
    """Three nights: what one bit spoils on the second would be copied by the third, and pass for intact ever after.

    Neither is it believed because it was read within the hour, nor when its note or its base was damaged.
    """
    told(40)
    counted = usage(module_key="reports", now=NOON)
    base, last = night(DAY - timedelta(days=2)), night(DAY - timedelta(days=1))
    assert beside_of(last) is not None
    assert night(DAY - timedelta(days=1)) == last
    wanted = basis_now(DAY, {each.key: str(each.zone) for each in account_profiles()})
    assert earlier_report(wanted, share=1, now=NOON)
    note = last / "basis.json"
    for file, place in ((next(base.rglob("accounts.parquet")), 26), (note, note.read_bytes().index(b'"as_of"') + 19)):
        flip(file, place)
        assert is_whole(last)
        assert earlier_report(wanted, share=1, now=NOON) is None, file
        flip(file, place)
    caplog.clear()
    flip(next(last.rglob("series.parquet")), 26)
    made = night(DAY)
    assert beside_of(made) is None
    assert "damaged, everything is counted anew" in caplog.text
    _facts.cache_clear()
    assert usage(module_key="reports", now=NOON) == counted


def test_a_page_of_an_older_day_believes_no_damaged_report(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody refreshes that day any more: who reads it looks, at what it went on from, too."""
    told(40)
    before = DAY - timedelta(days=1)
    counted = usage(module_key="reports", now=NOON, as_of=before)
    base, older, _ = (night(DAY - timedelta(days=back)) for back in (2, 1, 0))
    for file in (next(older.rglob("edges.parquet")), next(base.rglob("accounts.parquet")), older / "basis.json"):
        place = 26 if file.suffix == ".parquet" else file.read_bytes().index(b'"as_of"') + 19
        _facts.cache_clear()
        caplog.clear()
        assert usage(module_key="reports", now=NOON, as_of=before) == counted
        assert not caplog.text
        flip(file, place)
        _facts.cache_clear()
        assert usage(module_key="reports", now=NOON, as_of=before) == counted
        assert "is damaged or not whole, the module is counted" in caplog.text
        flip(file, place)


def test_a_page_reads_each_file_of_a_report_once(tmp_path: Path) -> None:
    """What changed its bytes but neither size nor time was read before; what only the next report needs never is."""
    for name in ("series.parquet", "uses.parquet", "latest.parquet"):
        (tmp_path / name).write_bytes(b"written")
    write_basis(tmp_path, ReportBasis(DAY, {}, {}), None)
    at = (file := tmp_path / "series.parquet").stat().st_mtime_ns
    flip(tmp_path / "uses.parquet", 0)
    assert is_sound(tmp_path)
    flip(file, 0)
    os.utime(file, ns=(at, at))
    assert is_sound(tmp_path)
    os.utime(file, ns=(at + 1, at + 1))
    assert not is_sound(tmp_path)
    note = tmp_path / "basis.json"
    note.write_text(json.dumps({**json.loads(note.read_text()), "sha256": 1}))
    assert not is_sound(tmp_path)


def test_of_many_files_the_last_ones_are_remembered(tmp_path: Path) -> None:
    report_files._sound.clear()
    for number in range(report_files._FILES_KEPT + 3):
        (tmp_path / f"{number}").write_bytes(b"")
    write_basis(tmp_path, ReportBasis(DAY, {}, {}), None)
    assert is_sound(tmp_path)
    assert len(report_files._sound) == report_files._FILES_KEPT


def test_of_many_folders_the_last_ones_are_remembered_as_read(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(20)]
    for folder in folders:
        folder.mkdir()
        (folder / "file").write_bytes(b"written")
        write_basis(folder, ReportBasis(DAY, {}, {}), None)
        assert is_intact(folder, now=NOON)
        flip(folder / "file", 0)
    believed = [is_intact(folder, now=NOON, every=READ_EVERY) for folder in (folders[0], folders[-1])]
    assert believed == [False, True]


def test_a_file_that_the_disk_cannot_read_any_more_is_damage(tmp_path: Path) -> None:
    (file := tmp_path / "file").touch()
    write_basis(tmp_path, ReportBasis(DAY, {}, {}), None)
    assert is_intact(tmp_path, now=NOON)
    file.unlink()
    file.symlink_to("/proc/self/mem")  # as large, and its first byte is an error
    assert not is_intact(tmp_path, now=NOON)
