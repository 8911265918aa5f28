"""Which table of a customer's warehouse holds events, and what do its columns mean?"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from analytics.connectors.sql.databases import QueryFault
from analytics.connectors.sql.warehouses import Link, warehouse_location
from analytics.engines.portable.dialects import DIALECTS
from analytics.engines.portable.pull import COLUMNS, Field, Table
from analytics.models import ActivitySource
from analytics.rules.activity import REQUIRED
from analytics.rules.field_map import Column, FieldMap
from lifecycle.api import BadInput

OF_EVENTS_ONLY = ("client", "integration")
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class CustomersWarehouse:
    """`address` holds the password: it is used, and neither kept nor shown. `table` may be a view.

    `is_utc`: a time there that does not say in which zone it is, is in UTC. `hash_users` keeps a keyed hash instead of
    the user's id.
    """

    address: str
    table: str
    source: str
    field_map: FieldMap
    is_utc: bool = False
    hash_users: bool = False

    @property
    def location(self) -> str:
        """Raises BadInput for a kind that nothing here speaks to."""
        try:
            return warehouse_location(self.address)
        except (QueryFault, ValueError) as problem:
            raise BadInput(f"That warehouse cannot be asked: {problem}.") from problem

    def recipe(self) -> str:
        """Another fingerprint: each day is to be pulled anew."""
        entries = {name: repr(entry) for name, entry in sorted(self.field_map.entries.items())}
        rules = ActivitySource.objects.filter(name=self.source).values_list("excluded_actions", flat=True).first() or []
        parts = (self.location, self.table, entries, self.is_utc, self.hash_users, sorted(map(str, rules)))
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def table_of(link: Link, asked: CustomersWarehouse, *, until: datetime) -> Table:
    """Raises BadInput where a column is missing or a time could mean several instants."""
    parts = tuple(asked.table.split("."))
    try:
        columns = link.columns(f"SELECT * FROM {DIALECTS[link.engine].named(*parts)}")  # noqa: S608 - quoted
        fields = _fields(asked.field_map, columns)
        table = Table(link.engine, parts, fields, asked.source, until)
        table.actions(_ANY_DAY)  # all names can be written
    except ValueError as problem:
        raise BadInput(f"{problem} is not a name that can be asked for: use a view with plain names.") from problem
    if columns[fields["occurred_at"].column] and not asked.is_utc:
        raise BadInput(
            f"The column {fields['occurred_at'].column!r} does not say in which zone its times are: with --times-in-utc"
            " they are taken as UTC; of another zone make a view that converts them."
        )
    return table


def _fields(field_map: FieldMap, columns: Mapping[str, bool]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for name in COLUMNS:
        entry = field_map.entries.get(name)
        if entry is None:
            found |= {name: Field(column=name)} if name in columns else {}
        elif isinstance(entry, Column):
            found[name] = Field(column=entry.name, as_text=entry.as_text)
        else:
            found[name] = Field(constant=str(entry.value))
    _refuse_fields(field_map, found, columns)
    return found


def _refuse_fields(field_map: FieldMap, found: Mapping[str, Field], columns: Mapping[str, bool]) -> None:
    if field_map.unit or not found.get("occurred_at", Field()).column:
        raise BadInput("In a warehouse occurred_at is a column of times: convert numbers in a view.")
    if named := sorted({"source", *OF_EVENTS_ONLY} & set(field_map.entries)):
        raise BadInput(f"A roll-up holds no {named[0]} of each event, and one source: leave it out of the map.")
    if missing := [name for name in REQUIRED if name not in found]:
        raise BadInput(f"The table has no column {missing[0]!r}: name the one that is meant in a map.")
    if absent := sorted({each.column for each in found.values() if each.column} - set(columns)):
        raise BadInput(f"The table has no column {absent[0]!r}; it has {', '.join(sorted(columns))}.")
