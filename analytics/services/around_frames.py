"""What do sources, co-use, callers and the burn-down look like as pandas frames?"""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from analytics.engines.duckdb.frames import frame
from analytics.services.burn_down import burn_down
from analytics.services.callers import callers
from analytics.services.co_use import co_use
from analytics.services.usage import usage

if TYPE_CHECKING:
    from pandas import DataFrame


def source_days_frame(*, module_key: str, now: datetime, as_of: date | None = None) -> "DataFrame":
    """One row per needed source and UTC day of the last 28, the oldest first.

    Columns: source, status (str: ok late thin missing); date (datetime64, a day); received (Int64, events); expected
    (float64, events; missing: nothing is known yet of that weekday).
    """
    found = usage(module_key=module_key, now=now, as_of=as_of).feeds.sources
    days = [(each.source, day) for each in found for day in each.days]
    return frame(
        {
            "source": ("VARCHAR", [source for source, _ in days]),
            "date": ("DATE", [day.date for _, day in days]),
            "status": ("VARCHAR", [day.status.value for _, day in days]),
            "received": ("BIGINT", [day.received for _, day in days]),
            "expected": ("DOUBLE", [day.expected for _, day in days]),
        }
    )


def co_use_frame(*, module_key: str, now: datetime, as_of: date | None = None) -> "DataFrame":
    """One row per other module that the module's accounts used in the same 90 UTC days, the most users first.

    Columns: module (str); users, accounts (Int64, those of both); users_share, accounts_share (float64, of the
    module's own, 0…1).
    """
    rows = co_use(module_key=module_key, now=now, as_of=as_of).companions
    return frame(
        {
            "module": ("VARCHAR", [each.module for each in rows]),
            "users": ("BIGINT", [each.users for each in rows]),
            "accounts": ("BIGINT", [each.accounts for each in rows]),
            "users_share": ("DOUBLE", [each.users_share for each in rows]),
            "accounts_share": ("DOUBLE", [each.accounts_share for each in rows]),
        }
    )


def callers_frame(*, module_key: str, now: datetime, as_of: date | None = None) -> "DataFrame":
    """One row per integration and program in 90 UTC days, the most events first; '' where the feed names none.

    Columns: integration, program, version (str); events, users, accounts (Int64); first_at, last_at (datetime64, UTC).
    """
    rows = callers(module_key=module_key, now=now, as_of=as_of).rows
    return frame(
        {
            "integration": ("VARCHAR", [each.integration for each in rows]),
            "program": ("VARCHAR", [each.program for each in rows]),
            "version": ("VARCHAR", [each.version for each in rows]),
            "events": ("BIGINT", [each.events for each in rows]),
            "users": ("BIGINT", [each.users for each in rows]),
            "accounts": ("BIGINT", [each.accounts for each in rows]),
            "first_at": ("TIMESTAMP", [each.first_at.astimezone(UTC).replace(tzinfo=None) for each in rows]),
            "last_at": ("TIMESTAMP", [each.last_at.astimezone(UTC).replace(tzinfo=None) for each in rows]),
        },
        instants=("first_at", "last_at"),
    )


def burn_down_frame(*, module_key: str) -> "DataFrame":
    """One row per UTC day since the announcement, the oldest first; missing is unknown, empty before it.

    Columns: date (datetime64, a day); users, accounts, accounts_left (Int64, in 28 days); due (float64, users left on
    the straight way to nobody on the off date).
    """
    left = burn_down(module_key=module_key)
    days = left.days if left else ()
    return frame(
        {
            "date": ("DATE", [each.date for each in days]),
            "users": ("BIGINT", [each.users for each in days]),
            "accounts": ("BIGINT", [each.accounts for each in days]),
            "accounts_left": ("BIGINT", [each.accounts_left for each in days]),
            "due": ("DOUBLE", [left.due(each.date) if left else None for each in days]),
        }
    )
