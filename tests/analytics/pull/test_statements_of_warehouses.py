"""A2: what each warehouse would be asked is SQL of its dialect, names its day, and keeps names apart from texts."""

from datetime import UTC, date, datetime

import pytest
import sqlglot
from sqlglot import expressions

from analytics.engines.portable.dialects import DIALECTS
from analytics.engines.portable.measures import DIALECTS as COMPILED
from analytics.engines.portable.pull import Field, Table

DAY = date(2026, 5, 1)
NOW = datetime(2026, 5, 2, 12, tzinfo=UTC)
FIELDS = {
    "occurred_at": Field(column="at"),
    "account": Field(column="org id", as_text=True),
    "user": Field(column="who"),
    "module": Field(constant="it's \\ here"),
    "quantity": Field(column="amount"),
    "event_id": Field(column="uid"),
}


def statements(engine: str) -> list[str]:
    table = Table(engine, ("lake", "shop", "uses"), FIELDS, "la'ke", NOW)
    return [
        table.days(since=NOW),
        table.days(since=None),
        table.sample(DAY, 10),
        table.actions(DAY),
        table.tally(DAY, ["bot.'s", "b"]),
        table.clashes(DAY),
        table.roll_up(DAY, []),
    ]


def test_every_compiled_dialect_can_be_asked() -> None:
    assert set(DIALECTS) == set(COMPILED)


@pytest.mark.parametrize("engine", sorted(DIALECTS))
def test_every_statement_is_one_query_of_the_dialect(engine: str) -> None:
    """Read by a parser of that dialect; of the engines that nothing here executes this is all that is known."""
    for text in statements(engine):
        parsed = sqlglot.parse(text, dialect=engine)
        assert len(parsed) == 1, text
        assert isinstance(parsed[0], expressions.Query), text
        columns = {each.name for each in parsed[0].find_all(expressions.Column)}
        assert {"at", "org id", "who"} <= columns, text
        literals = {each.this for each in parsed[0].find_all(expressions.Literal) if each.is_string}
        assert {"la'ke", "it's \\ here"} <= literals, text


@pytest.mark.parametrize("engine", sorted(DIALECTS))
def test_times_that_no_event_can_have_are_counted_without_being_read(engine: str) -> None:
    text = Table(engine, ("lake", "shop", "uses"), FIELDS, "lake", NOW).days_outside(first=NOW)
    (parsed,) = sqlglot.parse(text, dialect=engine)
    assert isinstance(parsed, expressions.Select)
    assert [type(each.unalias()) for each in parsed.expressions] == [expressions.Count]
    assert {each.name for each in parsed.find_all(expressions.Column)} == {"at"}


@pytest.mark.parametrize("engine", sorted(DIALECTS))
def test_a_day_is_bounded_on_the_column_itself(engine: str) -> None:
    text = Table(engine, ("uses",), FIELDS, "lake", NOW).roll_up(DAY, [])
    quoted = DIALECTS[engine].named("at")
    assert f"{quoted} >= " in text
    assert "2026-05-01 00:00:00" in text
    assert "2026-05-02 00:00:00" in text
    last = Table(engine, ("uses",), FIELDS, "lake", NOW).roll_up(NOW.date(), [])
    assert "2026-05-02 12:00:00" in last, "nothing of the day that no event can be in"


@pytest.mark.parametrize("name", ['a"b', "a`b", "a\\b", "a\nb", ""])
def test_a_name_that_could_end_its_quotes_is_refused(name: str) -> None:
    engine = "bigquery" if "`" in name else "postgres"
    with pytest.raises(ValueError, match=r".*"):
        Table(engine, (name,), FIELDS, "lake", NOW).roll_up(DAY, [])
