"""What differs between two versions of a plan, and what follows from it?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.plan_file import PlanDocument
from lifecycle.rules.stages import LADDER, PUBLIC, Stage

_DATES = "dates."
_NOT_COMPARED = frozenset({"milestones", "off_date"})  # their dates are


@dataclass(frozen=True, slots=True)
class Change:
    """One place of the plan, before and after; '' where there was or is nothing."""

    place: str
    before: str
    after: str

    @property
    def milestone(self) -> MilestoneKind | None:
        """The milestone whose date this is."""
        return MilestoneKind(self.place.removeprefix(_DATES)) if self.place.startswith(_DATES) else None


def flat(plan: PlanDocument, promises: Iterable[DatedPromise]) -> dict[str, str]:
    """Every value of a plan by its place, as text; dates in place of distances."""
    values = {place: text for place, text in _walk("", plan) if place.split(".")[0] not in _NOT_COMPARED}
    return values | {f"{_DATES}{each.kind}": each.date.isoformat() for each in promises}


def with_dates(values: Mapping[str, str], promises: Iterable[DatedPromise]) -> dict[str, str]:
    """The same values with the dates that are live now."""
    rest = {place: text for place, text in values.items() if not place.startswith(_DATES)}
    return rest | {f"{_DATES}{each.kind}": each.date.isoformat() for each in promises}


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Ordered by place; an absent value and an empty one are alike."""
    places = sorted(before.keys() | after.keys())
    pairs = ((place, before.get(place, ""), after.get(place, "")) for place in places)
    return tuple(Change(place, old, new) for place, old, new in pairs if old != new)


def consequences(changes: Iterable[Change], *, stage: Stage, accounts: int) -> tuple[str, ...]:
    """What the changes do to people, in sentences."""
    found: list[str] = []
    is_public = stage in PUBLIC
    for change in changes:
        kind = change.milestone
        if kind and change.before and change.after:
            found.append(_moved(kind, date.fromisoformat(change.before), date.fromisoformat(change.after), is_public))
        elif change.place.startswith("switch."):
            found.append("The switch is driven anew: every level is sent and read back twice.")
        elif change.place.startswith("tiers."):
            found.append(
                f"{change.place.removeprefix('tiers.')} becomes {change.after or 'again as by rule'}, by hand."
            )
    if found and is_public:
        found.append(f"Approvals given so far no longer count; {accounts} accounts are concerned.")
    return tuple(dict.fromkeys(found))


def reached(stage: Stage, dated: Mapping[Stage, MilestoneKind]) -> frozenset[MilestoneKind]:
    """The milestones that a plan in this stage has behind it."""
    if stage not in LADDER:
        return frozenset()
    behind = LADDER[: LADDER.index(stage) + 1]
    return frozenset(dated[each] for each in behind if each in dated)


def _moved(kind: MilestoneKind, old: date, new: date, is_public: bool) -> str:
    days = (new - old).days
    direction = f"{abs(days)} day{'s' * (abs(days) != 1)} {'later' if days > 0 else 'earlier'}"
    told = "; everyone who was told the old date gets a correction" if is_public else ""
    return f"{kind.label} moves from {old} to {new}, {direction}; its notices are planned anew{told}."


def _walk(place: str, value: object) -> Iterator[tuple[str, str]]:
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _walk(f"{place}.{field.name}".lstrip("."), getattr(value, field.name))
    elif isinstance(value, tuple) and value and all(isinstance(pair, tuple) and len(pair) == 2 for pair in value):
        for name, text in value:
            yield from _walk(f"{place}.{name}", text)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _walk(f"{place}.{index}", each)
    else:
        yield place, "yes" if value is True else "" if value is False else str(value)
