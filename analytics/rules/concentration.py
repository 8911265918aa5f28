"""Do few accounts carry most of a module's use?"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concentration:
    """Over the accounts with any use. Shares are 0…1; None when there was none.

    `top10_share`, `top3_share`: of the ten and of the three largest accounts. `hhi`: sum of squared shares
    (Herfindahl–Hirschman, 1/n … 1).
    `gini`: 0 when all use equally, towards 1 when one uses all.
    """

    top10_share: float | None = None
    hhi: float | None = None
    gini: float | None = None
    top3_share: float | None = None

    def as_json(self) -> dict[str, object]:
        return {"top10_share": self.top10_share, "hhi": self.hhi, "gini": self.gini, "top3_share": self.top3_share}


def concentration(events: Iterable[int]) -> Concentration:
    """Figures over one count per account; accounts without use do not enter."""
    counts = sorted(count for count in events if count > 0)
    if not counts:
        return Concentration()
    total, number = sum(counts), len(counts)
    weighted = sum(rank * count for rank, count in enumerate(counts, 1))
    return Concentration(
        top10_share=sum(counts[-10:]) / total,
        hhi=sum(count * count for count in counts) / (total * total),
        gini=(2 * weighted - (number + 1) * total) / (number * total),
        top3_share=sum(counts[-3:]) / total,
    )
