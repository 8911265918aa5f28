"""When was a module last used, by how many accounts of each tier?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from django.utils.translation import gettext as _

from analytics.api import AccountUsage
from lifecycle.api import words
from lifecycle.rules.tiers import Tier

LIMITS = (7, 28, 90, 180, 365)
COLUMNS = ("tier", *(f"within_{limit}_days" for limit in LIMITS), "longer_ago")


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
    found = last_use_counts(accounts, as_of=as_of)
    if not found:
        return None
    fullest = max(max(row) for row in found.values())
    head = _head()
    rows = tuple(HeatRow(_tier(tier), _cells(row, fullest, head)) for tier, row in found.items())
    return HeatMap(head, rows)


def last_use_counts(accounts: Iterable[AccountUsage], *, as_of: date) -> dict[str | None, list[int]]:
    """Rows of the map by tier, None for accounts outside the directory; tiers of which nobody used it are left out."""
    used = [each for each in accounts if each.last_at]
    tiers = (*(tier.value for tier in Tier), None)
    counts = {tier: _counts((each for each in used if each.tier == tier), as_of) for tier in tiers}
    return {tier: row for tier, row in counts.items() if any(row)}


def _tier(key: str | None) -> str:
    return _(Tier(key).label) if key else _("not in the directory")


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
