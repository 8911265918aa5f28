"""Which days share one roll-up file? Few large files are read quickly, days that still change stay apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SMALL = 50_000  # rows that are rewritten as quickly as they are found
SETTLED_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class HeldDay:
    """A day of a shard as the manifest names it; without rows it has no path."""

    date: date
    shard: int
    rows: int
    path: str = ""
    size_bytes: int = 0
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to be written: the days rolled up anew (`fresh`), and those taken over from other files (`kept`)."""

    shard: int
    fresh: tuple[date, ...]
    kept: Mapping[date, str]

    @property
    def days(self) -> list[date]:
        return sorted((*self.fresh, *self.kept))


def month_of(day: date) -> date:
    return day.replace(day=1)


def plan_pieces(fresh: Mapping[tuple[date, int], int], held: Iterable[HeldDay], *, newest: date) -> list[Piece]:
    """`fresh`: rows by day and shard, zero where nothing counts; `held`: all days of the same months.

    A month of few rows, or one that is over at `newest`, is one file per shard; else a day is a file of its own. A
    fresh day that shared a file takes the others of that file along. Days without a row are in no piece.
    """
    months: dict[tuple[date, int], list[HeldDay]] = {}
    for each in held:
        months.setdefault((month_of(each.date), each.shard), []).append(each)
    for day, shard in fresh:
        months.setdefault((month_of(day), shard), [])
    found: list[Piece] = []
    for (month, shard), days in sorted(months.items()):
        new = {day: rows for (day, of), rows in fresh.items() if of == shard and month_of(day) == month}
        found += _month(shard, new, [each for each in days if each.rows], is_over=_is_over(month, newest))
    return found


def months_to_join(held: Sequence[HeldDay], *, newest: date) -> list[date]:
    """Months that are over and lie in several files of a shard, the oldest first."""
    paths: dict[tuple[date, int], set[str]] = {}
    for each in held:
        if each.rows:
            paths.setdefault((month_of(each.date), each.shard), set()).add(each.path)
    return sorted({month for (month, _), found in paths.items() if len(found) > 1 and _is_over(month, newest)})


def _month(shard: int, new: Mapping[date, int], held: Sequence[HeldDay], *, is_over: bool) -> list[Piece]:
    filled = tuple(sorted(day for day, rows in new.items() if rows))
    others = {each.date: each for each in held if each.date not in new}
    if is_over or sum(new.values()) + sum(each.rows for each in others.values()) <= SMALL:
        kept = {day: each.path for day, each in sorted(others.items())}
        is_needed = bool(filled) or len(set(kept.values())) > 1 or _is_shared(new, held, set(kept.values()))
        return [Piece(shard, filled, kept)] if is_needed and (filled or kept) else []
    return _apart(shard, filled, new, held)


def _apart(shard: int, filled: Sequence[date], new: Mapping[date, int], held: Sequence[HeldDay]) -> list[Piece]:
    touched = sorted({each.path for each in held if each.date in new})
    found, placed = [], set[date]()
    for path in touched:
        kept = {each.date: path for each in held if each.path == path and each.date not in new}
        together = tuple(each.date for each in held if each.path == path and each.date in filled)
        if kept:
            found.append(Piece(shard, together, kept))
            placed |= set(together)
    return [*found, *(Piece(shard, (day,), {}) for day in filled if day not in placed)]


def _is_shared(new: Mapping[date, int], held: Sequence[HeldDay], kept: set[str]) -> bool:
    return any(each.date in new and each.path in kept for each in held)


def _is_over(month: date, newest: date) -> bool:
    after = (month + timedelta(days=32)).replace(day=1)
    return newest >= after + SETTLED_AFTER
