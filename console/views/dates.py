"""How do the dates of a plan move: first what would follow, then the act, of exactly what was shown?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.dates import DatesForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import CONFLICT, FORBIDDEN, UNPROCESSABLE, Crumb, plan_crumbs
from console.views.dates_shown import ShownMoves, from_query, moved_words, shown_moves
from console.views.files import table_file
from console.views.plan import plan_or_404
from console.views.shown import asked
from console.views.simulation_files import simulation_tables
from console.views.verdicts import ShownVerdict, shown_verdict
from lifecycle.api import DateRequest, Refused, SunsetPlan, ask_dates, dates_verdict, mark_of
from lifecycle.rules import rights
from lifecycle.rules.verdicts import Reason, Verdict, blocked


@dataclass(frozen=True, slots=True)
class DatesPage:
    plan_key: str
    module_name: str
    crumbs: tuple[Crumb, ...]
    moves: ShownMoves | None
    change_url: str
    submit: str
    verdict: ShownVerdict


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def move(request: StaffRequest, key: str) -> HttpResponseBase:
    """Two steps of one form; whoever changes a field, or whose plan changed, is shown anew before anything moves."""
    now, plan = timezone.now(), plan_or_404(key)
    is_act = request.method == "POST" and request.POST.get("step") == "move"
    data = request.POST if request.method == "POST" else from_query(request.GET.dict())
    form = DatesForm(data, plan=plan, now=now, needs_reason=is_act)
    is_valid = form.is_valid()
    moves = shown_moves(plan, form.moves, now=now) if form.moves else None
    if moves and (written := table_file(asked(request.GET, "format"), simulation_tables(moves.found))):
        return written
    verdict = rights.may(actor_of(request), rights.Right.EDIT_PLAN)
    verdict += dates_verdict(plan=plan, moves=form.moves, now=now, as_if_backed=True)
    status = UNPROCESSABLE if request.method == "POST" and not is_valid else 200
    if is_act and is_valid and moves:
        try:
            said = _act(request, plan, form, moves)
        except Refused as refusal:
            verdict, status = refusal.verdict, FORBIDDEN if refusal.is_wrong_person else CONFLICT
        else:
            messages.success(request, said)
            return redirect(f"{reverse('console:plan', args=[plan.key])}#dates")
    return _rendered(request, plan, form, moves, verdict, status=status)


def _act(request: StaffRequest, plan: SunsetPlan, form: DatesForm, moves: ShownMoves) -> str:
    """What came of it, in words. Raises Refused."""
    seen, _space, dates = request.POST.get("shown", "").partition(" ")
    if dates != moves.shown.partition(" ")[2]:
        code = "dates_changed" if seen and seen != mark_of(plan) else "dates_unseen"
        raise Refused(blocked(code, Reason.STALE, plan=plan.key))
    done = ask_dates.ask_dates(
        plan_id=plan.pk,
        moves=form.moves,
        reason=form.cleaned_data["reason"],
        actor=actor_of(request),
        now=form.now,
        seen=seen,
    )
    if isinstance(done, DateRequest):
        return _("Asked: the dates move once two people stand behind them, neither the author of the plan.")
    return moved_words(moves.corrections)


def _rendered(
    request: StaffRequest,
    plan: SunsetPlan,
    form: DatesForm,
    moves: ShownMoves | None,
    verdict: Verdict,
    *,
    status: int,
) -> HttpResponseBase:
    page = DatesPage(
        plan_key=plan.key,
        module_name=plan.module.name,
        crumbs=plan_crumbs(plan, _("Move dates")),
        moves=moves,
        change_url=_change_url(plan, form) if moves else "",
        submit=_("Ask for these dates") if moves and moves.takes_two else _("Move the dates"),
        verdict=shown_verdict(verdict, name="dates"),
    )
    return render(request, "console/dates.html", {"section": "portfolio", "page": page, "form": form}, status=status)


def _change_url(plan: SunsetPlan, form: DatesForm) -> str:
    """The same table as a file: an address that needs neither the reason nor the number of days counted anew."""
    wanted = {name: str(form.cleaned_data[name]) for name in ("which", "to", "by_days") if form.cleaned_data.get(name)}
    return reverse("console:dates", args=[plan.key]) + "?" + urlencode({**wanted, "format": "change.csv"})
