"""Do months count from their origin and clamp to the end of the month? (A8)"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.month_steps import Span, add_months, parse_span


@pytest.mark.parametrize(
    ("origin", "months", "expected"),
    [
        (date(2027, 8, 31), 1, date(2027, 9, 30)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2027, 1, 31), -2, date(2026, 11, 30)),
        (date(2027, 3, 15), 0, date(2027, 3, 15)),
    ],
)
def test_months_clamp_to_the_end_of_the_month(origin: date, months: int, expected: date) -> None:
    assert add_months(origin, months) == expected


@given(st.dates(date(1, 2, 1), date(9000, 1, 1)), st.integers(0, 600))
def test_more_months_are_never_earlier(origin: date, months: int) -> None:
    assert add_months(origin, months) <= add_months(origin, months + 1)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("-90d", Span(days=-90)),
        ("+14d", Span(days=14)),
        ("-6w", Span(days=-42)),
        ("-3m", Span(-3)),
        ("-3mo", Span(-3)),
        ("1y", Span(12)),
        ("-1m15d", Span(-1, -15)),
        ("0d", Span()),
    ],
)
def test_distances_are_read(text: str, span: Span) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "90", "-d", "3 months", "--3d", "-90D", "1d2", "99999d", "d90", "-٣d3"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a distance"):
        parse_span(text)


@given(st.integers(-600, 600), st.integers(0, 400))
def test_a_written_span_reads_back(months: int, days: int) -> None:
    span = Span(months, -days if months < 0 else days)
    assert parse_span(str(span)) == span


@pytest.mark.parametrize(
    ("origin", "span"),
    [(date(9999, 12, 1), Span(1)), (date(9999, 12, 31), Span(days=1)), (date(1, 1, 1), Span(-1))],
)
def test_the_calendar_has_an_end(origin: date, span: Span) -> None:
    with pytest.raises(ValueError, match="outside"):
        span.from_(origin)
