"""How do two people let one criterion of a plan pass, and how is that ended early?"""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from console.forms.decision import RiskForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.assessment import back_to
from console.views.plan import plan_or_404
from lifecycle.api import Refused, ask_to_take_risk, back_risk, criterion_name, sentence, withdraw_risk
from lifecycle.rules.leave import end_of
from lifecycle.rules.risk_taken import may_be_taken

FORBIDDEN, INVALID = 403, 422


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def assessment_risk(request: StaffRequest, key: str, criterion: str) -> HttpResponse:
    """Asking backs nothing yet."""
    plan, now = plan_or_404(key), timezone.now()
    if not may_be_taken(criterion):
        raise Http404
    form = RiskForm(request.POST if request.method == "POST" else None)
    status = INVALID if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            ask_to_take_risk(
                plan=plan,
                criterion=criterion,
                reason=form.cleaned_data["reason"],
                ends_at=end_of(form.cleaned_data["ends"], plan.timezone),
                actor=actor_of(request),
                now=now,
            )
        except Refused as refusal:
            for each in refusal.verdict.blockers:
                form.add_error(each.fact("place") or None, sentence(each))
            status = FORBIDDEN if refusal.is_wrong_person else INVALID
        else:
            messages.success(request, _("Asked for. It counts once two people besides the author back it."))
            return back_to(plan.key, anchor="risks")
    context = {"section": "portfolio", "plan_key": plan.key, "module_name": plan.module.name, "form": form}
    context["criterion_name"] = criterion_name(criterion)
    return render(request, "console/assessment_risk.html", context, status=status)


@require_POST
@staff_only
def answer(request: StaffRequest, key: str, risk: UUID, act: str) -> HttpResponse:
    """`back` or `withdraw`."""
    acts: dict[str, tuple[Callable[..., object], str]] = {
        "back": (back_risk, _("Your backing is on record.")),
        "withdraw": (withdraw_risk, _("The risk is no longer taken.")),
    }
    plan = plan_or_404(key)
    if act not in acts:
        raise Http404
    do, said = acts[act]
    try:
        do(plan=plan, risk=risk, actor=actor_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, " ".join(sentence(each) for each in refusal.verdict.blockers))
    else:
        messages.success(request, said)
    return back_to(plan.key, anchor="risks")
