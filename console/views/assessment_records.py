"""How do the risks taken and the history of an assessment read?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from console.views.assessment_labels import KINDS
from console.views.plan_accounts import Pill
from lifecycle.api import SunsetPlan, changes_of, criterion_name, risks_of, words
from lifecycle.rules.assessment_entries import Group, Kind
from lifecycle.rules.risk_taken import PEOPLE
from lifecycle.rules.scorecard import Aspect


@dataclass(frozen=True, slots=True)
class RiskRow:
    uuid: str
    criterion: str
    reason: str
    asked: str
    ends: str
    pill: Pill
    backers: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    uuid: str
    words: str
    what: str
    who: str


def risk_rows(plan: SunsetPlan, *, now: datetime) -> tuple[RiskRow, ...]:
    rows = []
    for each, backers in risks_of(plan, now=now):
        is_open = each.withdrawn_at is None and each.ends_at > now
        pill = Pill("unknown", _("withdrawn") if each.withdrawn_at else _("over"))
        if is_open:
            is_taken = len(backers) >= PEOPLE
            pill = Pill("caution", _("taken")) if is_taken else Pill("blocked", _("waits for two people"))
        rows.append(
            RiskRow(
                uuid=str(each.uuid),
                criterion=criterion_name(each.criterion),
                reason=each.reason,
                asked=f"{each.asked_by}, {words.instant(each.at)}",
                ends=words.instant(each.ends_at, plan.timezone),
                pill=pill,
                backers=words.listed(backers) or _("nobody yet"),
                is_open=is_open,
            )
        )
    return tuple(rows)


def change_rows(plan: SunsetPlan) -> tuple[ChangeRow, ...]:
    """Newest first."""
    return tuple(
        ChangeRow(
            uuid=str(each.uuid),
            words=_("added") if each.before is None else _("taken out") if each.after is None else _("changed"),
            what=_what(str(KINDS[Kind(each.kind)]), _title(each.after or each.before or {})),
            who=f"{each.by}, {words.instant(each.at)}",
        )
        for each in changes_of(plan)
    )


def _what(kind: str, title: str) -> str:
    return _("%(kind)s: %(title)s") % {"kind": kind, "title": title} if title else kind


def _title(kept: Mapping[str, str]) -> str:
    """What people know an entry by."""
    if aspect := kept.get("aspect"):
        return _(Aspect(aspect).label)
    if group := kept.get("group"):
        return _(Group(group).label)
    return next((kept[name] for name in ("name", "about", "text") if kept.get(name)), "")[:60]
