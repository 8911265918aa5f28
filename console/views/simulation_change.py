"""What does a simulation say of other dates: what would come, move or be taken back, and what forbids them?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from console.views.shown import Figure, figure
from lifecycle.api import BadInput, SunsetPlan, moved_along, words
from lifecycle.rules.milestones import MilestoneKind
from notifications.api import OtherDates, Simulation, moved_dates
from notifications.rules.difference import ChangedContact, Turn

LISTED = 20


@dataclass(frozen=True, slots=True)
class ChangedRow:
    turn: str
    account: str
    notice: str
    channel: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SimulatedChange:
    """`more` says how many rows are not listed, `move_url` where the dates move; '' for neither."""

    off: str
    is_along: bool
    move_url: str
    figures: tuple[Figure, ...]
    rows: tuple[ChangedRow, ...]
    more: str
    refusals: tuple[str, ...]


def asked_dates(plan: SunsetPlan, off: str, *, is_along: bool, now: datetime) -> OtherDates | None:
    """None when nobody asked for another end, or for a day that is none."""
    try:
        day = date.fromisoformat(off)
        moves = moved_along(plan, day, now=now) if is_along else {MilestoneKind.OFF: day}
        return moved_dates(plan, moves, now=now)
    except (ValueError, OverflowError, BadInput):
        return None


def simulated_change(
    found: Simulation, *, off: str, is_along: bool, names: Mapping[str, str], move_url: str = ""
) -> SimulatedChange | None:
    changes = found.difference
    if changes is None:
        return None
    more = len(changes.rows) - LISTED
    return SimulatedChange(
        off=off,
        is_along=is_along,
        move_url=move_url,
        figures=(
            figure(_("Contacts that move"), changes.count(Turn.MOVED)),
            figure(_("New contacts"), changes.count(Turn.CREATED)),
            figure(_("Contacts taken back"), changes.count(Turn.TAKEN_BACK)),
            figure(_("Corrections"), changes.corrections, _("only to those who know the old dates")),
        ),
        rows=tuple(_row(row, names) for row in changes.rows[:LISTED]),
        more=_("and %(count)s more") % {"count": words.number(more)} if more > 0 else "",
        refusals=found.refusals,
    )


def _row(row: ChangedContact, names: Mapping[str, str]) -> ChangedRow:
    turns = {Turn.CREATED: _("comes"), Turn.MOVED: _("moves"), Turn.TAKEN_BACK: _("is taken back")}
    return ChangedRow(
        turn=turns[row.turn],
        account=names.get(row.account, row.account),
        notice=_(row.notice.label),
        channel=_(row.channel.label),
        before=words.instant(row.before) if row.before else "",
        after=words.instant(row.after) if row.after else "",
    )
