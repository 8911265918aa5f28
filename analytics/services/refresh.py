"""Do the roll-ups match what was imported, and is nothing left over from a crash?"""

from datetime import datetime, timedelta

from django.db import connection

from analytics import queries
from analytics.services.import_lock import PATIENCE_S, import_lock
from analytics.services.reports import LARGE, forget_old_reports, is_worth_a_report, report_all
from analytics.services.roll_up_days import join_months, roll_up_days
from analytics.services.usage import account_profiles, basis_of, last_complete_day
from analytics.services.workspace import events_dir, pulled_dir, rollups_dir, sweep, sweep_scratch, sweep_spill

UNREAD_AFTER = timedelta(hours=1)  # no reader holds a file that long


def refresh(*, now: datetime, large: int = LARGE, patience_s: float = PATIENCE_S) -> int:
    """Returns how many days were rewritten; none while a long import is at work, which does it itself.

    From `large` rows on every module is counted, so that pages only read.
    """
    with import_lock(patience_s=patience_s) as got:
        if not got:
            return 0
        sweep_scratch()
        days = roll_up_days(now=now)
        join_months(now=now)
        _report(now=now, large=large)
        before = (_database_time() - UNREAD_AFTER).timestamp()
        events, rollups = queries.named_files()
        sweep_spill(before=before)
        sweep(events_dir(), keep=events, before=before)
        sweep(rollups_dir(), keep=rollups, before=before)
        sweep(pulled_dir(), keep=queries.pulled_file_names(), before=before)
    return days


def _report(*, now: datetime, large: int) -> None:
    """Where there is much activity, every module is counted once a day, and again after late rows."""
    if is_worth_a_report(large=large):
        report_all(basis_of(last_complete_day(now), account_profiles()), now=now)
        forget_old_reports()


def _database_time() -> datetime:
    """Files carry the machine's time, not that of a simulation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    if row is None or not isinstance(row[0], datetime):
        raise RuntimeError("the database tells no time")
    return row[0]
