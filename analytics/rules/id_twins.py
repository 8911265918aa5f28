"""Who of a module's users seems to be counted twice, under ids that differ only in how they are written?"""

from dataclasses import dataclass
from datetime import date

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Twins:
    """Ids within one account that are the same but for case, surrounding spaces or Unicode form."""

    account: str
    ids: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {"account": self.account, "ids": list(self.ids)}


@dataclass(frozen=True, slots=True)
class IdTwins:
    """In the 90 UTC days up to `as_of`. `people` seem to appear more than once, `surplus` ids too many in all.

    `first` lists the first hundred by account. Nothing is merged: two ids may be two persons.
    """

    module: str
    as_of: date
    people: int = 0
    surplus: int = 0
    first: tuple[Twins, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {"people": self.people, "surplus": self.surplus, "first": [each.as_json() for each in self.first]}
