"""A2: which days of a warehouse are due, told from what it says of them and what is held."""

from datetime import date

from analytics.rules.pull_due import DayHeld, DayThere, Due, asked_since, days_due

ONE, TWO, THREE = (date(2026, 5, day) for day in (1, 2, 3))
THERE = DayThere(4, "a")
HELD = DayHeld(4, "a", "r")


def due(there: dict[date, DayThere], held: dict[date, DayHeld], *, sealed: date | None = None) -> Due:
    return days_due(there, held, recipe="r", since=None, sealed=sealed)


def test_a_day_is_due_when_it_is_new_or_another_one_than_it_was() -> None:
    assert due({ONE: THERE, TWO: THERE}, {}) == Due((ONE, TWO))
    assert due({TWO: THERE, ONE: DayThere(4, "b")}, {ONE: HELD, TWO: HELD}) == Due((ONE,), unchanged=1)
    assert due({ONE: THERE}, {ONE: DayHeld(4, "a", "other")}) == Due((ONE,))


def test_a_day_without_rows_is_emptied_once() -> None:
    assert due({}, {ONE: HELD}) == Due(emptied=(ONE,))
    assert due({}, {ONE: DayHeld(0, "", "r")}) == Due()


def test_a_day_that_was_not_asked_for_is_not_empty() -> None:
    assert days_due({}, {ONE: HELD, THREE: HELD}, recipe="r", since=TWO) == Due(emptied=(THREE,))


def test_what_can_take_nothing_more_is_counted() -> None:
    there = {ONE: THERE, TWO: DayThere(1, "b"), THREE: THERE}
    assert due(there, {TWO: HELD}, sealed=TWO) == Due((THREE,), sealed=2)
    assert due({}, {ONE: HELD}, sealed=TWO) == Due(sealed=1)


def test_days_before_the_newest_are_asked_for_again() -> None:
    held = {ONE: HELD, THREE: HELD}
    assert asked_since({}, recipe="r", since=None) is None
    assert asked_since(held, recipe="r", since=None) == date(2026, 3, 29)
    assert asked_since(held, recipe="other", since=None) is None
    assert asked_since(held, recipe="r", since=TWO) == TWO


def test_a_day_that_was_refused_is_asked_for_until_it_is_taken() -> None:
    long_ago = date(2025, 1, 1)
    assert asked_since({ONE: HELD}, recipe="r", since=None, refused=[THREE, long_ago]) == long_ago
    assert asked_since({THREE: HELD}, recipe="r", since=None, refused=[TWO]) == date(2026, 3, 29)
    assert asked_since({ONE: HELD}, recipe="r", since=TWO, refused=[long_ago]) == TWO
