"""Which exports did the accounts of a plan ask for?"""

from dataclasses import dataclass

from console.views.plan_accounts import Pill
from lifecycle.api import SunsetPlan


@dataclass(frozen=True, slots=True)
class ExportRow:
    account: str
    asked: str
    pill: Pill
    records: str


@dataclass(frozen=True, slots=True)
class ExportList:
    total: int
    rows: tuple[ExportRow, ...]


def export_list(plan: SunsetPlan) -> ExportList:
    return ExportList(0, ())
