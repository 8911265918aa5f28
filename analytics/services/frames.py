"""What do the figures look like as pandas frames?"""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from analytics.engines.duckdb.frames import frame
from analytics.services.usage import usage

if TYPE_CHECKING:
    from pandas import DataFrame


def usage_frame(*, module_key: str, now: datetime, as_of: date | None = None) -> "DataFrame":
    """One row per account, in the order of `usage`; missing is unknown.

    Columns: account, tier, verdict, why, last_user, currency (str); users_28, users_90, events_28, events_90, rank
    (Int64); first_at, last_at (datetime64, UTC); dependence (share 0…1), slope (users per week), change_28 (-1…),
    revenue (yearly) (float64); next_expected_date (datetime64, a day).
    """
    rows = usage(module_key=module_key, now=now, as_of=as_of).by_account
    return frame(
        {
            "account": ("VARCHAR", [each.account for each in rows]),
            "tier": ("VARCHAR", [each.tier for each in rows]),
            "verdict": ("VARCHAR", [each.verdict.value for each in rows]),
            "why": ("VARCHAR", [each.why for each in rows]),
            "users_28": ("BIGINT", [each.users_28 for each in rows]),
            "users_90": ("BIGINT", [each.users_90 for each in rows]),
            "events_28": ("BIGINT", [each.events_28 for each in rows]),
            "events_90": ("BIGINT", [each.events_90 for each in rows]),
            "first_at": ("TIMESTAMP", [_plain(each.first_at) for each in rows]),
            "last_at": ("TIMESTAMP", [_plain(each.last_at) for each in rows]),
            "last_user": ("VARCHAR", [each.last_user for each in rows]),
            "dependence": ("DOUBLE", [each.dependence for each in rows]),
            "rank": ("BIGINT", [each.rank for each in rows]),
            "slope": ("DOUBLE", [each.slope for each in rows]),
            "change_28": ("DOUBLE", [each.change_28 for each in rows]),
            "revenue": ("DOUBLE", [None if each.revenue is None else float(each.revenue) for each in rows]),
            "currency": ("VARCHAR", [each.currency for each in rows]),
            "next_expected_date": ("DATE", [each.next_expected_date for each in rows]),
        },
        instants=("first_at", "last_at"),
    )


def daily_frame(*, module_key: str, now: datetime, as_of: date | None = None) -> "DataFrame":
    """180 UTC days, the oldest first; missing is unknown.

    Columns: date (datetime64, a day); users, users_28 (rolling), accounts, events (Int64).
    """
    days = usage(module_key=module_key, now=now, as_of=as_of).daily
    return frame(
        {
            "date": ("DATE", [each.date for each in days]),
            "users": ("BIGINT", [each.users for each in days]),
            "users_28": ("BIGINT", [each.users_28 for each in days]),
            "accounts": ("BIGINT", [each.accounts for each in days]),
            "events": ("BIGINT", [each.events for each in days]),
        }
    )


def _plain(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC).replace(tzinfo=None) if at else None
