"""When was a module last used, by how many accounts of each tier?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from django.utils.translation import gettext as _

from analytics.api import AccountUsage
from lifecycle.api import words
from lifecycle.rules.tiers import Tier

LIMITS = (7, 28, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`shade`: 0…1 as text, of the fullest cell."""

    count: str
    shade: str
    label: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    name: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    head: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def last_use_map(accounts: Sequence[AccountUsage], *, as_of: date) -> HeatMap | None:
    """Accounts by tier and by how long ago they last used it; None when nobody ever did."""
    used = [each for each in accounts if each.last_at]
    if not used:
        return None
    tiers: tuple[tuple[str, str | None], ...] = (
        *((_(tier.label), tier.value) for tier in Tier),
        (_("not in the directory"), None),
    )
    counts = {key: _counts((each for each in used if each.tier == key), as_of) for _name, key in tiers}
    fullest = max(max(row) for row in counts.values())
    head = _head()
    rows = tuple(HeatRow(name, _cells(counts[key], fullest, head)) for name, key in tiers if any(counts[key]))
    return HeatMap(head, rows)


def _head() -> tuple[str, ...]:
    within = tuple(_("within %(span)s") % {"span": words.days(limit)} for limit in LIMITS)
    return (*within, _("longer ago"))


def _counts(accounts: Iterable[AccountUsage], as_of: date) -> list[int]:
    found = [0] * (len(LIMITS) + 1)
    for each in accounts:
        if each.last_at:
            age = (as_of - each.last_at.astimezone(UTC).date()).days
            found[next((at for at, limit in enumerate(LIMITS) if age < limit), len(LIMITS))] += 1
    return found


def _cells(counts: Sequence[int], fullest: int, head: Sequence[str]) -> tuple[HeatCell, ...]:
    return tuple(
        HeatCell(words.number(count), f"{count / fullest:.2f}", label)
        for count, label in zip(counts, head, strict=True)
    )
