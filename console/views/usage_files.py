"""Which files hold the figures of a module's pages?"""

from collections.abc import Sequence

from django.http import HttpResponse, JsonResponse

from analytics.api import AccountUsage, BurnDown, Callers, CoUse, ModuleUsage
from console.views.files import csv_response

DAY_COLUMNS = ("date", "users", "users_28", "accounts", "events")
ACCOUNT_COLUMNS = (
    *("account", "tier", "verdict", "why", "users_28", "users_90", "events_28", "events_90"),
    *("first_at", "last_at", "last_user", "dependence", "rank", "slope", "change_28"),
    *("revenue", "currency", "next_expected_date"),
)
LEFT_COLUMNS = ("date", "users", "accounts", "accounts_left")
SOURCE_COLUMNS = ("source", "date", "status", "received", "expected")
COMPANION_COLUMNS = ("module", "users", "accounts", "users_share", "accounts_share")
CALLER_COLUMNS = ("integration", "program", "version", "events", "users", "accounts", "first_at", "last_at")


def usage_file(
    usage: ModuleUsage, accounts: Sequence[AccountUsage], left: BurnDown | None, wanted: str
) -> HttpResponse | None:
    """The same numbers as the page; `accounts` are those that its filter shows. None for anything else."""
    name = f"{usage.module}-{usage.as_of}"
    if wanted == "json":
        return JsonResponse(usage.as_json() | {"burn_down": left.as_json() if left else None})
    if wanted == "csv":
        return _table(f"{name}.csv", DAY_COLUMNS, usage.daily)
    if wanted == "accounts.csv":
        return _table(f"{usage.module}-accounts-{usage.as_of}.csv", ACCOUNT_COLUMNS, accounts)
    if wanted == "sources.csv":
        days = ((each.source, day) for each in usage.feeds.sources for day in each.days)
        rows = ((source, day.date, day.status.value, day.received, day.expected) for source, day in days)
        return csv_response(f"{usage.module}-sources-{usage.as_of}.csv", SOURCE_COLUMNS, rows)
    if wanted == "burn-down.csv" and left:
        return _table(f"{left.plan}-burn-down.csv", LEFT_COLUMNS, left.days)
    return None


def around_file(together: CoUse, called: Callers, wanted: str) -> HttpResponse | None:
    if wanted == "json":
        rows, is_covered = called.as_json()["callers"], called.is_covered
        return JsonResponse({"co_use": together.as_json(), "callers": rows, "callers_are_covered": is_covered})
    if wanted == "co-use.csv":
        return _table(f"{together.module}-co-use-{together.as_of}.csv", COMPANION_COLUMNS, together.companions)
    if wanted == "callers.csv":
        return _table(f"{called.module}-callers-{called.as_of}.csv", CALLER_COLUMNS, called.rows)
    return None


def _table(name: str, columns: Sequence[str], rows: Sequence[object]) -> HttpResponse:
    return csv_response(name, columns, ([getattr(row, column) for column in columns] for row in rows))
