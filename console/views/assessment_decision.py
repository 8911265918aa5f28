"""How is the decision put on record, with everything that lay on the table?"""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from analytics.api import decision_figures
from console.forms.decision import DecisionForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.assessment_dossier import DecisionLine, decision_lines, decision_page
from console.views.assessment_files import dossier_file
from console.views.assessment_way import replacement_of
from console.views.plan import plan_or_404
from lifecycle.api import BadInput, Refused, SunsetPlan, assessment_of, decide, dossier_of, sentence
from lifecycle.rules.stakes import UsageFigures

FORBIDDEN, CONFLICT, INVALID = 403, 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def decision(request: StaffRequest, key: str) -> HttpResponse:
    """The form, beside earlier decisions; a refusal keeps every word that was written."""
    now, plan = timezone.now(), plan_or_404(key)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    status = INVALID if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, plan, form, now)
        except Refused as refusal:
            form.add_error(None, " ".join(sentence(each) for each in refusal.verdict.blockers))
            status = FORBIDDEN if refusal.is_wrong_person else CONFLICT
        else:
            messages.success(request, _("The decision is on record."))
            return redirect("console:plan", key=plan.key)
    found = assessment_of(plan)
    pill, faults = replacement_of(found.main)
    lines: tuple[DecisionLine, ...] = decision_lines(plan)
    context = {
        "section": "portfolio",
        "plan_key": plan.key,
        "module_name": plan.module.name,
        "form": form,
        "earlier": lines,
        "replacement": pill,
        "faults": faults,
        "unanswered": found.unanswered,
    }
    return render(request, "console/decision.html", context, status=status)


@require_safe
@staff_only
def decision_record(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The number counts a plan's decisions from 1, the oldest first."""
    plan = plan_or_404(key)
    rows = list(plan.decisions.order_by("at", "id"))
    if not 1 <= number <= len(rows):
        raise Http404
    frozen = dossier_of(rows[number - 1])
    if frozen and (written := dossier_file(f"{plan.key}-decision-{number}", frozen, request.GET.get("format", ""))):
        return written
    page = decision_page(plan, rows[number - 1], number, is_newest=number == len(rows), now=timezone.now())
    return render(request, "console/decision_record.html", {"section": "portfolio", "page": page})


def _decide(request: StaffRequest, plan: SunsetPlan, form: DecisionForm, now: datetime) -> None:
    decide(
        plan=plan,
        outcome=form.cleaned_data["outcome"],
        rationale=form.cleaned_data["rationale"],
        options=form.options(),
        risks=form.risk_lines(),
        tolerance=form.tolerated(),
        until=form.cleaned_data["until"],
        usage=_usage(plan, now),
        actor=actor_of(request),
        now=now,
    )


def _usage(plan: SunsetPlan, now: datetime) -> UsageFigures | None:
    """None where no activity names the module: the record then says that analytics knows nothing."""
    try:
        return decision_figures(module_key=plan.module.key, now=now)
    except BadInput:
        return None
