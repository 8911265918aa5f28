"""What does a customer's warehouse show now, and which of its days are due?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from analytics import queries
from analytics.connectors.sql.databases import QueryFault
from analytics.connectors.sql.warehouses import Link, warehouse_link
from analytics.engines.portable.pull import Table
from analytics.rules.compaction import roll_ups_end
from analytics.rules.moments import AHEAD, EARLIEST
from analytics.rules.pull_due import DayThere, Due, asked_since, days_due
from analytics.rules.pull_report import PullReport
from analytics.services.import_or_pull import refuse_pull_of
from analytics.services.publish_pull import pulled_days
from analytics.services.pull_refused import refused_days
from analytics.services.pull_table import CustomersWarehouse, table_of
from lifecycle.api import BadInput


@dataclass(frozen=True, slots=True)
class Sight:
    """An open warehouse, its days, and which of them are due. `mended`: refused before, and not due any more."""

    link: Link
    table: Table
    recipe: str
    there: Mapping[date, DayThere]
    due: Due
    mended: tuple[date, ...]
    report: PullReport


@contextmanager
def sight(
    warehouse: CustomersWarehouse, *, since: date | None, again: bool, roll_up_days: int, now: datetime
) -> Iterator[Sight]:
    """Raises BadInput where nothing can be asked, and where it breaks off inside without being caught."""
    location, recipe = warehouse.location, warehouse.recipe()
    refuse_pull_of(warehouse.source)
    held = pulled_days(warehouse.source)
    if again:
        held = {day: replace(each, recipe="") for day, each in held.items()}
    sealed = queries.sealed_until()
    refused = [day for day in refused_days(warehouse.source) if sealed is None or day > sealed]
    end = roll_ups_end(today=now.date(), roll_up_days=roll_up_days, sealed=now.date())
    asked = asked_since(held, recipe=recipe, since=since, refused=refused)
    first = max(filter(None, (end, asked)), default=None)
    try:
        with warehouse_link(warehouse.address) as link:
            table = table_of(link, warehouse, until=now + AHEAD)
            there, outside = _days_there(link, table, first)
            due = days_due(there, held, recipe=recipe, since=first, sealed=sealed)
            rows = sum(each.rows for each in there.values())
            span = (min(there), max(there)) if there else None
            report = PullReport(warehouse.source, location, due, rows_there=rows, outside=outside, span=span)
            open_still = {*due.days, *due.emptied}
            mended = tuple(day for day in refused if day not in open_still and (first is None or day >= first))
            yield Sight(link, table, recipe, there, due, mended, report)
    except QueryFault as problem:
        raise BadInput(f"Nothing was pulled: {problem}.") from problem


def _days_there(link: Link, table: Table, first: date | None) -> tuple[dict[date, DayThere], int]:
    since = max(EARLIEST, datetime.combine(first, time(), tzinfo=UTC)) if first else EARLIEST
    asked = table.days(since=since)
    there = {
        date.fromisoformat(str(day)[:10]): DayThere(int(str(found)), " ".join(map(str, rest)) + f" {found}")
        for day, found, *rest in link.rows(asked)
    }
    outside = table.days_outside(first=EARLIEST)
    return there, sum(int(str(row[0])) for row in link.rows(outside))
