"""How does a person move, approve, sign for or decide on a plan?"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.acts import MoveForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.plan import plan_or_404
from console.views.verdicts import ShownVerdict, shown_verdict
from lifecycle.api import (
    Refused,
    SunsetPlan,
    advance,
    move_verdict,
    moves_of,
    reading,
    words,
)
from lifecycle.rules.stages import RULES, Move, Stage
from lifecycle.rules.verdicts import Verdict

CONFLICT = 409
_NEEDS_KEY = {Stage.OFF, Stage.CLOSED, Stage.CANCELLED, Stage.ROLLED_BACK}
_NEEDS_REASON = {Move.PAUSE, Move.CANCEL, Move.ROLL_BACK, Move.BACK}


@dataclass(frozen=True, slots=True)
class MovePage:
    plan_key: str
    module_name: str
    module_key: str
    from_label: str
    to: str
    to_label: str
    accounts: str
    accounts_see: str
    undo: str
    is_final: bool
    verdict: ShownVerdict


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def move(request: StaffRequest, key: str, to: str) -> HttpResponse:
    """Consequences first, then the act; a refusal shows the sentences of the API's 409."""
    now, plan = timezone.now(), plan_or_404(key)
    kind = dict(moves_of(plan)).get(stage_or_404(to))
    target = Stage(to)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        module_key=plan.module.key,
        needs_key=target in _NEEDS_KEY,
        needs_reason=kind in _NEEDS_REASON,
    )
    if request.method == "POST" and form.is_valid():
        try:
            advance(
                plan_id=plan.pk, to=target, actor=actor_of(request), now=now, reason=form.cleaned_data.get("reason", "")
            )
        except Refused as refusal:
            return _move_page(request, plan, target, form, refusal.verdict, status=CONFLICT)
        messages.success(request, _("The plan is now at “%(stage)s”.") % {"stage": _(target.label)})
        return redirect("console:plan", key=plan.key)
    verdict = move_verdict(plan=plan, to=target, now=now)
    status = 422 if form.is_bound else 200
    return _move_page(request, plan, target, form, verdict, status=status)


def _move_page(
    request: StaffRequest, plan: SunsetPlan, to: Stage, form: MoveForm, verdict: Verdict, *, status: int
) -> HttpResponse:
    affected = reading.affected([plan]).get(plan.pk)
    page = MovePage(
        plan_key=plan.key,
        module_name=plan.module.name,
        module_key=plan.module.key,
        from_label=Stage(plan.stage).label,
        to=to.value,
        to_label=to.label,
        accounts=words.number(affected.accounts if affected else None),
        accounts_see=RULES[to].accounts_see,
        undo=RULES[to].undo,
        is_final=to in {Stage.CLOSED, Stage.CANCELLED},
        verdict=shown_verdict(verdict, name="move", plan=plan),
    )
    return render(request, "console/move.html", {"section": "portfolio", "page": page, "form": form}, status=status)


def stage_or_404(name: str) -> Stage:
    if name not in set(Stage):
        raise Http404
    return Stage(name)
