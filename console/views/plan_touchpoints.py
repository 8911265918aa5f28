"""Who is told through what, when, and what came of it?"""

from dataclasses import dataclass

from console.views.plan_accounts import Pill
from console.views.shown import Pager
from lifecycle.api import SunsetPlan


@dataclass(frozen=True, slots=True)
class TouchpointRow:
    day: str
    account: str
    notice: str
    step: str
    channel: str
    pill: Pill


@dataclass(frozen=True, slots=True)
class TouchpointList:
    total: int
    rows: tuple[TouchpointRow, ...]
    pager: Pager


def touchpoint_list(plan: SunsetPlan) -> TouchpointList:
    return TouchpointList(0, (), Pager(0))
