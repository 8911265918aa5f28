"""Who still tries after the end?"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from console.views.plan_accounts import Pill
from lifecycle.api import Straggler, SunsetPlan, open_work, reading, words
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage

SHOWN = 50
_AFTER_THE_END = {Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED, Stage.CLOSED}


@dataclass(frozen=True, slots=True)
class StragglerRow:
    account: str
    subject: str
    count: str
    last: str
    pill: Pill
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Observation:
    total: int
    open: int
    window: str
    rows: tuple[StragglerRow, ...]


def observation(plan: SunsetPlan, *, now: datetime) -> Observation | None:
    """None before the switch-off: there is nothing to observe yet."""
    if Stage(plan.stage) not in _AFTER_THE_END:
        return None
    found = open_work.stragglers(plan)
    end = next((each for each in reading.promises(plan) if each.kind is MilestoneKind.OBSERVATION_END), None)
    return Observation(
        total=len(found),
        open=sum(row.settled_at is None for row in found),
        window=_("observed until %(day)s") % {"day": words.day(end.date)} if end else _("no end of observation is set"),
        rows=tuple(_row(plan, row) for row in found[:SHOWN]),
    )


def _row(plan: SunsetPlan, row: Straggler) -> StragglerRow:
    pill = Pill("ok", _("settled")) if row.settled_at else Pill("blocked", _("open"))
    return StragglerRow(
        account=row.account.name,
        subject=row.subject,
        count=words.number(row.count),
        last=words.instant(row.last_at),
        pill=pill,
        note=row.settled_note,
        url="" if row.settled_at else reverse("console:straggler", args=[plan.key, row.uuid]),
    )
