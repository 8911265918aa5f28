"""Which files hold the figures of a module's page?"""

from django.http import HttpResponse, JsonResponse

from analytics.api import ModuleUsage
from console.views.files import csv_response

DAY_COLUMNS = ("date", "users", "users_28", "accounts", "events")
ACCOUNT_COLUMNS = (
    *("account", "tier", "verdict", "why", "users_28", "users_90", "events_28", "events_90"),
    *("first_at", "last_at", "last_user", "dependence", "revenue", "currency"),
)


def usage_file(usage: ModuleUsage, wanted: str) -> HttpResponse | None:
    """The same numbers as the page: `json`, `csv` (days) or `accounts.csv`; None for anything else."""
    if wanted == "json":
        return JsonResponse(usage.as_json())
    if wanted == "csv":
        return _table(f"{usage.module}-{usage.as_of}.csv", DAY_COLUMNS, usage.daily)
    if wanted == "accounts.csv":
        return _table(f"{usage.module}-accounts-{usage.as_of}.csv", ACCOUNT_COLUMNS, usage.by_account)
    return None


def _table(name: str, columns: tuple[str, ...], rows: tuple[object, ...]) -> HttpResponse:
    return csv_response(name, columns, ([getattr(row, column) for column in columns] for row in rows))
