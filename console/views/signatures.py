"""How does a person approve a step, or sign for a fact?"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from console.forms.acts import AttestForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.moves import CONFLICT, stage_or_404
from console.views.plan import plan_or_404
from console.views.verdicts import shown_verdict
from lifecycle.api import Refused, SunsetPlan, approve, attest, criterion_name, reading
from lifecycle.rules.criteria import CRITERIA, Scope, Source


@require_POST
@staff_only
def approve_step(request: StaffRequest, key: str) -> HttpResponse:
    """Bound to the hash of what the page showed."""
    plan = plan_or_404(key)
    target = stage_or_404(request.POST.get("to", ""))
    try:
        approve(
            plan_id=plan.pk,
            to=target,
            seen_hash=request.POST.get("seen", ""),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        return refused(request, refusal, plan)
    messages.success(request, _("Your approval of “%(stage)s” is on record.") % {"stage": _(target.label)})
    return redirect("console:plan", key=plan.key)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def attest_criterion(request: StaffRequest, key: str, criterion: str) -> HttpResponse:
    plan, known = plan_or_404(key), CRITERIA.get(criterion)
    if known is None or known.source is not Source.ATTESTED:
        raise Http404
    form = AttestForm(request.POST if request.method == "POST" else None)
    if known.scope is Scope.PLAN:
        del form.fields["account"]
    if request.method == "POST" and form.is_valid():
        account = reading.account(form.cleaned_data.get("account", ""))
        try:
            attest(
                plan=plan,
                criterion=criterion,
                subject=account,
                actor=actor_of(request),
                note=form.cleaned_data["note"],
                now=timezone.now(),
            )
        except Refused as refusal:
            return refused(request, refusal, plan)
        messages.success(request, _("Signed: %(name)s") % {"name": criterion_name(criterion)})
        return redirect("console:plan", key=plan.key)
    context = {"section": "portfolio", "plan_key": plan.key, "module_name": plan.module.name, "form": form}
    context |= {"criterion_name": criterion_name(criterion), "limit": known.limit, "code": known.code}
    return render(request, "console/attest.html", context, status=422 if form.is_bound else 200)


def refused(request: StaffRequest, refusal: Refused, plan: SunsetPlan) -> HttpResponse:
    verdict = shown_verdict(refusal.verdict, name="refused", plan=plan)
    context = {"section": "portfolio", "plan_key": plan.key, "module_name": plan.module.name, "verdict": verdict}
    return render(request, "console/refused.html", context, status=CONFLICT)
