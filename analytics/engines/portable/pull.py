"""What is a customer's warehouse asked, so that its events stay there and only roll-up rows leave it?

The checked-in steps of its dialect, over its own table: what is named and bounded here is all that is written at run
time. Every statement is one SELECT, so that a right to read is enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from analytics.engines.portable.dialects import DIALECTS, Dialect
from analytics.engines.portable.measures import text_of

COLUMNS = ("occurred_at", "account", "user", "module", "action", "quantity", "event_id")
_NOBODY = (("", "", ""),)  # an empty list has no type, and no source has an empty name


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the table, or a constant where it has no name."""

    column: str = ""
    constant: str = ""
    as_text: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Where events lie: a table or view by the parts of its name, what its columns mean, and the source they are of.

    `until`: from then on no event can be, and of the day it falls in nothing later is read.
    """

    engine: str
    parts: tuple[str, ...]
    fields: Mapping[str, Field]
    source: str
    until: datetime

    def days(self, *, since: datetime | None) -> str:
        """Per UTC day what tells whether it changed: see `definitions/pulling.py`."""
        return self._over(self._between(since, self.until), "days")

    def days_outside(self, *, first: datetime) -> str:
        """How many rows have no time, or one that no event can have. Such a time is compared and never read."""
        at = self._column("occurred_at")
        outside = f"{at} IS NULL OR {at} < {self._instant(first)} OR {at} >= {self._instant(self.until)}"
        found, of = self._dialect.named("found"), self._dialect.named(*self.parts)
        return f"SELECT COUNT(*) AS {found} FROM {of} WHERE {outside}"  # noqa: S608 - names are quoted

    def sample(self, day: date, most: int) -> str:
        """Rows of a day as they are mapped: `COLUMNS` and the source."""
        return f"{self._told(self._day(day))}\nLIMIT {most}"

    def actions(self, day: date) -> str:
        return self._over(self._day(day), "actions")

    def tally(self, day: date, left_out: Sequence[str]) -> str:
        return self._over(self._day(day), "tally", day=day, left_out=left_out)

    def clashes(self, day: date) -> str:
        return self._over(self._day(day), "clashes", day=day)

    def roll_up(self, day: date, left_out: Sequence[str]) -> str:
        """The daily roll-up; its columns are those of `sql/roll_up.sql` without the shard."""
        return self._over(self._day(day), "roll_up", day=day, left_out=left_out)

    def _over(self, where: str, step: str, *, day: date | None = None, left_out: Sequence[str] = ()) -> str:
        inputs = {"told": self._told(where)}
        if day:
            pairs = [(self.source, action) for action in left_out] or [pair[:2] for pair in _NOBODY]
            text, of = self._dialect.quoted, self._dialect.named
            rows = (f"SELECT {text(one)} AS {of('source')}, {text(two)} AS {of('action')}" for one, two in pairs)
            inputs["left_out"] = " UNION ALL ".join(rows)
            inputs["calendar"] = f"SELECT DATE '{day.isoformat()}' AS {of('day')}, 0 AS {of('ago')}"
            inputs["judged"] = text_of(self.engine, "judged")
            inputs["events"] = text_of(self.engine, "taken")
        listed = ",\n".join(f"{self._dialect.named(name)} AS (\n{query}\n)" for name, query in inputs.items())
        return f"WITH {listed}\n{text_of(self.engine, step)}"

    def _told(self, where: str) -> str:
        listed = ",\n".join(f"  {self._value(name)} AS {self._dialect.named(name)}" for name in COLUMNS)
        source = f"  {self._dialect.quoted(self.source)} AS {self._dialect.named('source')}"
        return f"SELECT\n{listed},\n{source}\nFROM {self._dialect.named(*self.parts)}\nWHERE {where}"

    def _value(self, name: str) -> str:
        if name == "occurred_at":
            return self._dialect.moment.format(self._column(name))
        if name == "quantity":
            written = self._dialect.bounded if self.fields.get(name, Field()).column else self._dialect.amount.format
            return f"COALESCE({written(self._raw(name))}, 1)"
        if name == "event_id":
            return f"NULLIF({self._dialect.text.format(self._raw(name))}, '')"
        given = self.fields.get(name, Field())
        is_text = given.as_text or not given.column or name == "action"
        return self._dialect.text.format(self._raw(name)) if is_text else self._column(name)

    def _raw(self, name: str) -> str:
        given = self.fields.get(name, Field())
        if given.column:
            return self._column(name)
        return self._dialect.quoted(given.constant) if given.constant else "NULL"

    def _column(self, name: str) -> str:
        return self._dialect.named(self.fields[name].column)

    def _day(self, day: date) -> str:
        first = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return self._between(first, min(first + timedelta(days=1), self.until))

    def _between(self, since: datetime | None, until: datetime) -> str:
        at = self._column("occurred_at")
        before = f"{at} < {self._instant(until)}"
        return f"{at} >= {self._instant(since)} AND {before}" if since else before

    def _instant(self, at: datetime) -> str:
        return self._dialect.instant.format(at.astimezone(UTC))

    @property
    def _dialect(self) -> Dialect:
        return DIALECTS[self.engine]
