"""What is promised in one retirement, and may we go on?"""

from dataclasses import dataclass

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, actor_of, staff_only
from console.views.audit import ShownEvent, shown_events
from console.views.dates_asked import MovableDates, movable_dates
from console.views.files import table_file
from console.views.plan_about import Step, date_moves, facts, figures, ladder
from console.views.plan_account_order import order_asked
from console.views.plan_accounts import AccountList, account_list
from console.views.plan_brownouts import BrownoutList, brownout_list
from console.views.plan_calendar import dates_of_plan
from console.views.plan_exports import ExportList, export_list
from console.views.plan_files import plan_tables
from console.views.plan_gate import NextGate, OtherMove, next_gate, next_stage, other_moves
from console.views.plan_leave import LeaveList, leave_list
from console.views.plan_observation import Observation, observation
from console.views.plan_touchpoints import TouchpointList, touchpoint_list
from console.views.portfolio import since
from console.views.shown import Fact, Figure, asked, offset
from console.views.timelines import Timeline, plan_timeline
from lifecycle.api import SunsetPlan, has_report, newest_facts, plan_hash, reading
from lifecycle.rules.stages import Stage


@dataclass(frozen=True, slots=True)
class PlanPage:
    key: str
    module_name: str
    module_key: str
    stage: str
    stage_label: str
    stage_since: str
    reason: str
    zone: str
    hash: str
    document: str
    ladder: tuple[Step, ...]
    figures: tuple[Figure, ...]
    gate: NextGate | None
    others: tuple[OtherMove, ...]
    timeline: Timeline
    dates: MovableDates
    accounts: AccountList
    touchpoints: TouchpointList
    exports: ExportList
    observation: Observation | None
    leave: LeaveList
    brownouts: BrownoutList
    report_url: str
    facts: tuple[Fact, ...]
    moves: tuple[str, ...]
    audit: tuple[ShownEvent, ...]


def plan_or_404(key: str) -> SunsetPlan:
    found = reading.plan(key)
    if found is None:
        raise Http404
    return found


@require_safe
@staff_only
def plan(request: StaffRequest, key: str) -> HttpResponseBase:
    now = timezone.now()
    found = plan_or_404(key)
    tables = plan_tables(found, to=next_stage(found), order=order_asked(request.GET), now=now)
    if written := table_file(asked(request.GET, "format"), tables):
        return written
    if request.GET.get("format") == "dates.ics":
        return dates_of_plan(found, now=now)
    affected, on_record = reading.affected([found]).get(found.pk), newest_facts(found)
    page = PlanPage(
        key=found.key,
        module_name=found.module.name,
        module_key=found.module.key,
        stage=found.stage,
        stage_label=Stage(found.stage).label,
        stage_since=since(found.stage_since_at, now=now),
        reason=found.reason,
        zone=found.timezone,
        hash=plan_hash(found),
        document=found.document,
        ladder=ladder(found),
        figures=figures(found, affected, now=now),
        gate=next_gate(found, on_record, actor=actor_of(request), now=now),
        others=other_moves(found),
        timeline=plan_timeline(found, now=now),
        dates=movable_dates(found, now=now),
        accounts=account_list(found, affected, on_record, query=request.GET, now=now),
        touchpoints=touchpoint_list(
            found, csv_url="?format=touchpoints.csv", after=offset(request.GET.get("touchpoints", ""))
        ),
        exports=export_list(found),
        observation=observation(found, now=now),
        leave=leave_list(found, now=now),
        brownouts=brownout_list(found, now=now),
        report_url=reverse("console:report", args=[found.key]) if has_report(found) else "",
        facts=facts(found),
        moves=date_moves(found),
        audit=shown_events(reading.audit(plan_key=found.key, limit=8)),
    )
    return render(request, "console/plan.html", {"section": "portfolio", "plan": page})
