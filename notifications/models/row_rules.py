"""In which words does the database keep a rule that it asks for with every statement that writes?

It stores a rule as a tree of nodes, and each statement reads the whole tree anew before it asks it for a row. Written
by Q, a list is two nodes for each of its values, and stands twice where a rule has a reverse. As one array and one
equation it is a third shorter. tests/notifications/test_rows_the_ledger_refuses.py says each rule once more, at length.
"""

from django.db.models import BooleanField, F, Func, Q, Value


class IsOneOf(Func):
    """Of plain words: no quotes, no commas."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY (", BooleanField()

    def __init__(self, column: str, *values: str) -> None:
        super().__init__(F(column), Value("{" + ",".join(values) + "}"))


class Same(Func):
    """Both hold, or neither does; neither may be unknown."""

    template, arg_joiner, output_field = "(%(expressions)s)", ") = (", BooleanField()

    def __init__(self, one: Q | IsOneOf, other: Q) -> None:
        super().__init__(one, other)
