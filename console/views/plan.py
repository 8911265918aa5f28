"""What is promised in one retirement, and may we go on?"""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, actor_of, staff_only
from console.views.audit import ShownEvent, shown_events
from console.views.plan_accounts import AccountList, account_list
from console.views.plan_exports import ExportList, export_list
from console.views.plan_gate import NextGate, OtherMove, next_gate, other_moves
from console.views.plan_observation import Observation, observation
from console.views.plan_touchpoints import TouchpointList, touchpoint_list, touchpoints_csv
from console.views.portfolio import since
from console.views.shown import Fact, Figure, figure, offset
from console.views.timelines import Timeline, plan_timeline
from lifecycle.api import SunsetPlan, plan_hash, reading, words
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import LADDER, Stage


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    status: str


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
    accounts: AccountList
    touchpoints: TouchpointList
    exports: ExportList
    observation: Observation | None
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
def plan(request: StaffRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = plan_or_404(key)
    if request.GET.get("format") == "touchpoints.csv":
        return touchpoints_csv(found)
    affected = reading.affected([found]).get(found.pk)
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
        gate=next_gate(found, actor=actor_of(request), now=now),
        others=other_moves(found),
        timeline=plan_timeline(found, now=now),
        accounts=account_list(found, affected, query=request.GET, now=now),
        touchpoints=touchpoint_list(
            found, csv_url="?format=touchpoints.csv", after=offset(request.GET.get("touchpoints", ""))
        ),
        exports=export_list(found),
        observation=observation(found, now=now),
        facts=facts(found),
        moves=date_moves(found),
        audit=shown_events(reading.audit(plan_key=found.key, limit=8)),
    )
    return render(request, "console/plan.html", {"section": "portfolio", "plan": page})


def ladder(plan: SunsetPlan) -> tuple[Step, ...]:
    here = Stage(plan.paused_from or plan.stage)
    place = LADDER.index(here) if here in LADDER else -1

    def status(stage: Stage) -> str:
        if stage in plan.skipped_stages:
            return "left-out"
        position = LADDER.index(stage)
        return "now" if position == place else "done" if position < place else "next"

    return tuple(Step(stage.label, status(stage)) for stage in LADDER)


def figures(plan: SunsetPlan, affected: reading.Affected | None, *, now: datetime) -> tuple[Figure, ...]:
    off = next((each for each in reading.promises(plan) if each.kind is MilestoneKind.OFF), None)
    key_words = ""
    if affected:
        count = affected.key_accounts
        key_words = ngettext("%(count)s of them is a key account", "%(count)s of them are key accounts", count) % {
            "count": count
        }
    revenue = words.money(affected.revenue, affected.currency) if affected else _("unknown")
    unpriced = affected.unpriced if affected else 0
    return (
        figure(_("Accounts concerned"), affected.accounts if affected else None, key_words),
        _countdown(off.at, off.zone, now=now) if off else Figure(_("Switched off"), _("no date yet"), is_word=True),
        Figure(
            _("Their revenue, a year"),
            revenue,
            ngettext("unknown for %(count)s account", "unknown for %(count)s accounts", unpriced) % {"count": unpriced}
            if unpriced
            else "",
            is_word=affected is None or affected.revenue is None,
        ),
        Figure(_("Plan revision"), words.number(plan.revision), _("policy %(key)s") % {"key": plan.policy}),
    )


def _countdown(at: datetime, zone: str, *, now: datetime) -> Figure:
    """Never a number of days without its date."""
    count = (at.date() - now.date()).days
    note = words.instant(at, zone)
    if at <= now:
        return Figure(_("Planned switch-off was"), words.ago(at, now=now), note)
    return Figure(_("Switched off in"), words.days(count), note)


def facts(plan: SunsetPlan) -> tuple[Fact, ...]:
    module = plan.module
    replacement = module.replacement_name or (module.replacement_module.name if module.replacement_module else "")
    return (
        Fact(_("Key"), plan.key),
        Fact(_("Owner"), module.owner_email or _("unknown")),
        Fact(_("Criticality"), _(module.get_criticality_display())),
        Fact(_("Reason"), _(plan.get_reason_kind_display())),
        Fact(_("Replacement"), replacement or _("none named"), module.replacement_url),
        Fact(
            _("Who helps"),
            plan.helper_name or _("nobody named"),
            f"mailto:{plan.helper_email}" if plan.helper_email else "",
        ),
        Fact(_("Author"), plan.author.name if plan.author else _("unknown")),
    )


def date_moves(plan: SunsetPlan) -> tuple[str, ...]:
    return tuple(
        _("%(what)s: %(old)s → %(new)s. %(reason)s")
        % {
            "what": _(MilestoneKind(move.milestone.kind).label),
            "old": words.day(move.old_date),
            "new": words.day(move.new_date),
            "reason": move.reason,
        }
        for move in reading.date_moves(plan)
    )
