"""Which short outages are planned, which is open, and how did the others end?"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from console.views.plan_accounts import Pill
from lifecycle.api import SunsetPlan, brownouts, words
from lifecycle.rules.brownouts import Outcome, Window
from lifecycle.rules.stages import LADDER, Stage


@dataclass(frozen=True, slots=True)
class BrownoutRow:
    begins: str
    lasts: str
    pill: Pill


@dataclass(frozen=True, slots=True)
class BrownoutList:
    """`ahead` counts; an address is empty where the act is not possible now."""

    ahead: int
    rows: tuple[BrownoutRow, ...]
    is_shown: bool
    plan_url: str
    end_url: str
    cancel_url: str


def brownout_list(plan: SunsetPlan, *, now: datetime) -> BrownoutList:
    found = brownouts.windows_of(plan)
    ahead = sum(not each.outcome and each.starts_at > now for each in found)
    is_open = any(not each.outcome and Window(each.starts_at, each.ends_at).is_open(now) for each in found)
    is_before_off = plan.stage in LADDER[: LADDER.index(Stage.OFF)]
    return BrownoutList(
        ahead=ahead,
        rows=tuple(
            BrownoutRow(
                begins=words.instant(each.starts_at, plan.timezone),
                lasts=words.span(each.ends_at - each.starts_at),
                pill=_pill(each.outcome, Window(each.starts_at, each.ends_at), now),
            )
            for each in found
        ),
        is_shown=bool(found) or is_before_off,
        plan_url=reverse("console:plan_brownouts", args=[plan.key]) if is_before_off and not (ahead or is_open) else "",
        end_url=reverse("console:end_brownout", args=[plan.key]) if is_open else "",
        cancel_url=reverse("console:cancel_brownouts", args=[plan.key]) if ahead else "",
    )


def _pill(outcome: str, window: Window, now: datetime) -> Pill:
    if not outcome:
        return Pill("caution", _("open now")) if window.is_open(now) else Pill("info", _("ahead"))
    return {
        Outcome.OVER: Pill("ok", _("over")),
        Outcome.MISSED: Pill("caution", _("passed unopened")),
        Outcome.ENDED_EARLY: Pill("caution", _("ended early")),
        Outcome.CANCELLED: Pill("unknown", _("called off")),
        Outcome.WRONG_STAGE: Pill("caution", _("ended with the stage")),
        Outcome.USE_UNKNOWN: Pill("blocked", _("halted: use unknown")),
    }[Outcome(outcome)]
