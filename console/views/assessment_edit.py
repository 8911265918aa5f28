"""How is something written into an assessment, changed, taken out, and put back?"""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from console.forms.assessment import EntryForm
from console.forms.assessment_voices import FORMS
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.assessment import back_to
from console.views.assessment_labels import KINDS
from console.views.assessment_target import Target, target_of
from console.views.plan import plan_or_404
from lifecycle.api import Refused, SunsetPlan, remove_entry, sentence, undo_change, write_entry
from lifecycle.rules.assessment_entries import LASTING, Kind

FORBIDDEN, INVALID = 403, 422


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def assessment_add(request: StaffRequest, key: str, kind: str) -> HttpResponse:
    """Something new; costs, scores and answers are prefilled with what stands there."""
    return _entry(request, plan_or_404(key), kind_or_404(kind), None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def assessment_edit(request: StaffRequest, key: str, kind: str, row: UUID) -> HttpResponse:
    plan, chosen = plan_or_404(key), kind_or_404(kind)
    if request.method == "POST" and request.POST.get("act") == "remove":
        return _remove(request, plan, chosen, row)
    return _entry(request, plan, chosen, row)


@require_POST
@staff_only
def assessment_undo(request: StaffRequest, key: str, change: UUID) -> HttpResponse:
    plan = plan_or_404(key)
    try:
        undo_change(plan=plan, change=change, actor=actor_of(request), now=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("What stood there before is back."))
    return back_to(plan.key, anchor="history")


def kind_or_404(name: str) -> Kind:
    if name not in set(Kind):
        raise Http404
    return Kind(name)


def _entry(request: StaffRequest, plan: SunsetPlan, kind: Kind, row: UUID | None) -> HttpResponse:
    target = target_of(plan, kind, row, request.GET)
    shape = FORMS[kind]
    initial = shape.initial_of(target.entry) if target.entry else {}
    form = shape(request.POST if request.method == "POST" else None, initial=initial)
    status = INVALID if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _written(request, plan, form, target, timezone.now())
        except Refused as refusal:
            form.refuse({each.fact("place") or "": sentence(each) for each in refusal.verdict.blockers})
            status = FORBIDDEN if refusal.is_wrong_person else INVALID
    context = {
        "section": "portfolio",
        "plan_key": plan.key,
        "module_name": plan.module.name,
        "form": form,
        "kind": kind.value,
        "kind_words": str(KINDS[kind]),
        "title": target.title,
        "scenario": target.scenario,
        "may_remove": row is not None and kind not in LASTING,
    }
    return render(request, "console/assessment_entry.html", context, status=status)


def _written(
    request: StaffRequest, plan: SunsetPlan, form: EntryForm, target: Target, now: datetime
) -> HttpResponseRedirect:
    change = write_entry(
        plan=plan,
        entry=form.entry(**dict(target.fixed)),
        actor=actor_of(request),
        now=now,
        row=target.row,
        scenario=target.scenario,
    )
    if change is None:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    else:
        messages.success(request, _("Saved. The history below can take it back."))
    return back_to(plan.key, target.scenario, target.anchor)


def _remove(request: StaffRequest, plan: SunsetPlan, kind: Kind, row: UUID) -> HttpResponse:
    try:
        remove_entry(plan=plan, kind=kind, row=row, actor=actor_of(request), now=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("Taken out. The history below can put it back."))
    return back_to(plan.key, anchor="history")


def _say(request: HttpRequest, refusal: Refused) -> None:
    messages.error(request, " ".join(sentence(each) for each in refusal.verdict.blockers))
