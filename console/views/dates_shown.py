"""What does a page say of dates that would move: from when to when, who is told, what forbids it?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.forms.dates import ALONG
from console.views.simulation_change import LISTED, SimulatedChange, simulated_change
from lifecycle.api import SunsetPlan, ask_dates, is_public, mark_of, reading, words
from lifecycle.rules.date_moves import Moves
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import ENDED
from notifications.api import Simulation, moved_dates, simulate


@dataclass(frozen=True, slots=True)
class MovedDate:
    label: str
    before: str
    after: str
    far: str


@dataclass(frozen=True, slots=True)
class ShownMoves:
    """`shown` binds an act to these dates of this revision; `follows` are sentences for everybody concerned."""

    rows: tuple[MovedDate, ...]
    follows: tuple[str, ...]
    change: SimulatedChange
    corrections: int
    takes_two: bool
    shown: str
    found: Simulation


def shown_moves(plan: SunsetPlan, moves: Moves, *, now: datetime) -> ShownMoves:
    """The real planner over a frozen picture, as on the page of the simulation; nothing is written."""
    takes_two = ask_dates.needs_two(plan, moves)
    other = replace(moved_dates(plan, moves, now=now), refusals=())
    standing = {each.kind: each.date for each in reading.promises(plan)}
    found = simulate(plan=plan, until=max([*standing.values(), *moves.values()]), now=now, other=other)
    rows = found.difference.rows[:LISTED] if found.difference else ()
    names = reading.account_names({each.account for each in rows})
    change = simulated_change(found, off="", is_along=False, names=names)
    if change is None or found.difference is None:
        raise ValueError("other dates were asked about")
    return ShownMoves(
        rows=tuple(_row(kind, standing[kind], moves[kind]) for kind in sorted(moves, key=lambda each: each.rank)),
        follows=_follows(plan, takes_two=takes_two),
        change=change,
        corrections=found.difference.corrections,
        takes_two=takes_two,
        shown=shown_mark(plan, moves),
        found=found,
    )


def shown_mark(plan: SunsetPlan, moves: Moves) -> str:
    dates = ",".join(f"{kind}={moves[kind]}" for kind in sorted(moves, key=lambda each: each.rank))
    return f"{mark_of(plan)} {dates}"


def move_url(plan: SunsetPlan, *, off: str, is_along: bool) -> str:
    """Where these dates move, already shown; '' for a plan that has ended."""
    asked = urlencode({"which": ALONG if is_along else MilestoneKind.OFF.value, "to": off})
    return "" if plan.stage in ENDED else f"{reverse('console:dates', args=[plan.key])}?{asked}"


def far_words(before: date, after: date) -> str:
    count = (after - before).days
    if count > 0:
        return ngettext("%(count)s day later", "%(count)s days later", count) % {"count": words.number(count)}
    return ngettext("%(count)s day earlier", "%(count)s days earlier", -count) % {"count": words.number(-count)}


def moved_words(corrections: int) -> str:
    """What a person reads who has just moved dates."""
    if not corrections:
        return _("The dates have moved. Nobody had been told the old ones, so no correction is needed.")
    return ngettext(
        "The dates have moved. %(count)s correction leaves to those who know the old ones.",
        "The dates have moved. %(count)s corrections leave to those who know the old ones.",
        corrections,
    ) % {"count": words.number(corrections)}


def _row(kind: MilestoneKind, before: date, after: date) -> MovedDate:
    return MovedDate(_(kind.label), words.day(before), words.day(after), far_words(before, after))


def _follows(plan: SunsetPlan, *, takes_two: bool) -> tuple[str, ...]:
    two = _("Earlier than announced: two people must stand behind it, neither the author of the plan.")
    told = (
        _("Everybody who was told an old date gets a correction with the reason; nobody else does.")
        if is_public(plan)
        else _("Nobody outside has been told these dates yet.")
    )
    void = _("Approvals given so far are void: they did not see these dates.")
    return (two, told, void) if takes_two else (told, void)


def from_query(query: Mapping[str, str]) -> Mapping[str, str] | None:
    """What an address asks for, None when it asks for nothing."""
    return query if "which" in query else None
