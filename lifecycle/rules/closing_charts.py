"""Where do lines, bars and marks of the closing report stand?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 200, 48, 24


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the picture, in its own units, and what it stands for."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """`path` is drawn through known days only: a gap stays a gap. `marks` are days worth a vertical line."""

    path: str
    marks: tuple[Point, ...]
    top: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart; lengths are shares of the longest, in percent."""

    label: str
    value: str
    share: float


def line_chart(series: Sequence[tuple[date, int | None]], marks: Sequence[tuple[date, str]]) -> LineChart | None:
    """None when nothing is known on any day."""
    known = [value for _, value in series if value is not None]
    if not known:
        return None
    days = [day for day, _ in series]
    first, last, top = min(days), max(days), max(*known, 1)
    parts: list[str] = []
    is_open = False
    for day, value in sorted(series, key=lambda pair: pair[0]):
        if value is None:
            is_open = False
            continue
        parts.append(f"{'L' if is_open else 'M'}{_x(day, first, last)} {_y(value, top)}")
        is_open = True
    shown = tuple(Point(_x(day, first, last), BOTTOM, label) for day, label in marks if first <= day <= last)
    return LineChart(" ".join(parts), shown, top, first.isoformat(), last.isoformat())


def bars(rows: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """Most first; zero keeps its row and has no length."""
    longest = max((value for _, value in rows), default=0) or 1
    ordered = sorted(rows, key=lambda row: (-row[1], row[0]))
    return tuple(Bar(label, f"{value:,}", round(100 * value / longest, 1)) for label, value in ordered)


def _x(day: date, first: date, last: date) -> float:
    whole = (last - first).days or 1
    return round(LEFT + (WIDTH - LEFT - 12) * (day - first).days / whole, 1)


def _y(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - 2 * BOTTOM) * value / top, 1)
