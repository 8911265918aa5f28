"""Do the closing report's pictures show gaps as gaps and zero as zero? (A21, E9)"""

from datetime import date, timedelta

from lifecycle.rules.closing_charts import BOTTOM, HEIGHT, LEFT, WIDTH, bars, line_chart

FIRST = date(2027, 5, 1)


def days(*values: int | None) -> list[tuple[date, int | None]]:
    return [(FIRST + timedelta(days=n), value) for n, value in enumerate(values)]


def test_an_unknown_day_breaks_the_line() -> None:
    chart = line_chart(days(4, 2, None, 1, 0), [])
    assert chart is not None
    assert [part[0] for part in chart.path.split(" ") if part[0] in "ML"] == ["M", "L", "M", "L"]
    assert chart.path.startswith(f"M{float(LEFT)} {float(BOTTOM)}")
    assert chart.path.endswith(f"L{float(WIDTH - 12)} {float(HEIGHT - BOTTOM)}")
    assert (chart.top, chart.first, chart.last) == (4, "2027-05-01", "2027-05-05")


def test_marks_stand_on_days_that_are_shown() -> None:
    chart = line_chart(days(1, 1, 1), [(FIRST + timedelta(days=1), "Off"), (FIRST + timedelta(days=9), "Archive")])
    assert chart is not None
    assert [mark.label for mark in chart.marks] == ["Off"]


def test_nothing_known_is_no_picture() -> None:
    assert line_chart(days(None, None), []) is None
    assert line_chart([], []) is None


def test_a_single_day_and_only_zeros_are_drawn() -> None:
    chart = line_chart(days(0), [])
    assert chart is not None
    assert (chart.top, chart.path) == (1, f"M{float(LEFT)} {float(HEIGHT - BOTTOM)}")


def test_bars_are_shares_of_the_longest_most_first() -> None:
    rows = bars([("b", 5), ("a", 5), ("c", 2000), ("d", 0)])
    assert [(bar.label, bar.value, bar.share) for bar in rows] == [
        ("c", "2,000", 100.0),
        ("a", "5", 0.2),
        ("b", "5", 0.2),
        ("d", "0", 0.0),
    ]
    assert bars([]) == ()
    assert bars([("x", 0)])[0].share == 0.0
