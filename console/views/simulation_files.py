"""Which files hold a simulation: its days, and what other dates would change?"""

from collections.abc import Callable, Mapping

from console.views.files import Table, fields_of
from notifications.api import Simulation

DAY_COLUMNS = ("date", "notice", "channel", "accounts")
CHANGE_COLUMNS = ("turn", "account", "notice", "channel", "step", "before", "after")


def simulation_tables(found: Simulation) -> Mapping[str, Callable[[], Table]]:
    """Every row, also those that the page leaves out."""
    name = f"{found.plan}-simulation-{found.until}"
    days = ((each.day, *notice) for each in found.days for notice in each.notices)
    tables = {"days.csv": lambda: Table(f"{name}-days", DAY_COLUMNS, days)}
    if changes := found.difference:
        tables["change.csv"] = lambda: Table(f"{name}-change", CHANGE_COLUMNS, fields_of(CHANGE_COLUMNS, changes.rows))
    return tables
