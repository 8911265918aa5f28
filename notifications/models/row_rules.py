"""In which words does the database keep a rule that it asks for with every statement that writes?

It stores a rule as a tree of nodes, and each statement reads the whole tree anew before it asks it for a row. Written
by Q, a list is two nodes for each of its values, and stands twice where a rule has a reverse. As one array and one
equation it is a third shorter. tests/notifications/test_rows_the_ledger_refuses.py says each rule once more, at length.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.sql.compiler import SQLCompiler


class IsOneOf(Func):
    """Of plain words: no quotes, no commas."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY (", BooleanField()

    def __init__(self, column: str, *values: str) -> None:
        super().__init__(F(column), Value("{" + ",".join(values) + "}"))


class IsThere(Func):
    """Of a row in hand as of a kept one: there a Q of nothing but `isnull` has no words at all."""

    template, output_field = "%(expressions)s IS NOT NULL", BooleanField()

    def __init__(self, column: str) -> None:
        super().__init__(F(column))

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *words: Any, **more: Any
    ) -> tuple[str, Any]:
        asked = self.source_expressions[0]
        if isinstance(asked, Value):  # nothing, for a column of JSON, would be told as JSON's null, which is there
            return compiler.compile(Value(asked.value is not None))
        return super().as_sql(compiler, connection, *words, **more)


class Same(Func):
    """Both hold, or neither does; neither may be unknown."""

    template, arg_joiner, output_field = "(%(expressions)s)", ") = (", BooleanField()

    def __init__(self, one: Q | IsOneOf | IsThere, other: Q | IsThere) -> None:
        super().__init__(one, other)
