"""Which files hold the figures of a module's pages?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from analytics.api import AccountUsage, BurnDown, Callers, CoUse, FlaggedUser, IdTwins, ModuleUsage
from console.views.files import Table, fields_of, table_file
from console.views.module_heat import COLUMNS as HEAT_COLUMNS
from console.views.module_heat import last_use_counts

DAY_COLUMNS = ("date", "users", "users_28", "accounts", "events")
ACCOUNT_COLUMNS = (
    *("account", "tier", "verdict", "why", "users_28", "users_90", "events_28", "events_90"),
    *("first_at", "last_at", "last_user", "dependence", "rank", "slope", "change_28"),
    *("revenue", "currency", "next_expected_date"),
)
LEFT_COLUMNS = ("date", "users", "accounts", "accounts_left")
SOURCE_COLUMNS = ("source", "date", "status", "received", "expected")
COMPANION_COLUMNS = ("module", "users", "accounts", "users_share", "accounts_share")
FLOOD_COLUMNS = ("account_key", "user", "peak", "peak_date", "usual", "decision", "decided_by", "decided_at", "note")
TWINS_COLUMNS = ("account", "id")
CALLER_COLUMNS = ("integration", "program", "version", "events", "users", "accounts", "first_at", "last_at")


@dataclass(frozen=True, slots=True)
class Around:
    """What a module's users use else, through what they come, and who of them may not be who they seem."""

    together: CoUse
    called: Callers
    flagged: Sequence[FlaggedUser]
    twins: IdTwins


def usage_file(
    usage: ModuleUsage, accounts: Sequence[AccountUsage], left: BurnDown | None, wanted: str
) -> HttpResponseBase | None:
    """The same numbers as the page; `accounts` are those that its filter shows. None for anything else."""
    if wanted == "json":
        return JsonResponse(usage.as_json() | {"burn_down": left.as_json() if left else None})
    name, day = usage.module, usage.as_of
    tables = {
        "csv": lambda: _table(f"{name}-{day}", DAY_COLUMNS, usage.daily),
        "accounts.csv": lambda: _table(f"{name}-accounts-{day}", ACCOUNT_COLUMNS, accounts),
        "sources.csv": lambda: Table(f"{name}-sources-{day}", SOURCE_COLUMNS, _source_days(usage)),
        "last-use.csv": lambda: Table(f"{name}-last-use-{day}", HEAT_COLUMNS, _last_use(usage)),
    }
    if left:
        tables["burn-down.csv"] = lambda: _table(f"{left.plan}-burn-down", LEFT_COLUMNS, left.days)
    return table_file(wanted, tables)


def around_file(around: Around, wanted: str) -> HttpResponseBase | None:
    together, called, twins = around.together, around.called, around.twins
    if wanted == "json":
        found = {
            "co_use": together.as_json(),
            "callers": called.as_json()["callers"],
            "callers_are_covered": called.is_covered,
            "id_twins": twins.as_json(),
        }
        return JsonResponse(found)
    name, day = called.module, called.as_of
    tables = {
        "co-use.csv": lambda: _table(f"{name}-co-use-{day}", COMPANION_COLUMNS, together.companions),
        "callers.csv": lambda: _table(f"{name}-callers-{day}", CALLER_COLUMNS, called.rows),
        "floods.csv": lambda: _table(f"{name}-floods-{day}", FLOOD_COLUMNS, around.flagged),
        "twins.csv": lambda: Table(f"{name}-twins-{day}", TWINS_COLUMNS, _twins(twins)),
    }
    return table_file(wanted, tables)


def _source_days(usage: ModuleUsage) -> list[tuple[object, ...]]:
    days = ((each.source, day) for each in usage.feeds.sources for day in each.days)
    return [(source, day.date, day.status.value, day.received, day.expected) for source, day in days]


def _last_use(usage: ModuleUsage) -> list[tuple[object, ...]]:
    return [(tier, *row) for tier, row in last_use_counts(usage.by_account, as_of=usage.as_of).items()]


def _twins(found: IdTwins) -> list[tuple[object, ...]]:
    """A row for each id of the first hundred, twins below each other."""
    return [(each.account, one) for each in found.first for one in each.ids]


def _table(name: str, columns: Sequence[str], rows: Sequence[object]) -> Table:
    return Table(name, columns, fields_of(columns, rows))
