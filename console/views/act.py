"""How does a person confirm an act: what it is about, why, and which sentences refuse it?"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from console.views.access import StaffRequest
from console.views.shown import Fact
from console.views.verdicts import ShownVerdict, shown_verdict
from lifecycle.api import Refused, SunsetPlan
from lifecycle.rules.verdicts import Verdict

FORBIDDEN, CONFLICT, UNPROCESSABLE = 403, 409, 422


@dataclass(frozen=True, slots=True)
class Crumb:
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act with its form; `section` is the entry of the menu, `back_url` where a done act leads."""

    section: str
    title: str
    question: str
    submit: str
    back_url: str
    crumbs: tuple[Crumb, ...]
    facts: tuple[Fact, ...] = ()
    is_danger: bool = False
    verdict: ShownVerdict | None = field(default=None)


def confirmed(
    request: StaffRequest, page: ActPage, form: Form, act: Callable[[], str], *, before: Verdict | None = None
) -> HttpResponse:
    """Show the form, or act and go back with the sentence that `act` returns; a refusal shows its sentences.

    `before` is what is known to stand in the way while nobody has tried yet.
    """
    verdict, status = Verdict() if before is None else before, UNPROCESSABLE if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            said = act()
        except Refused as refusal:
            verdict, status = refusal.verdict, FORBIDDEN if refusal.is_wrong_person else CONFLICT
        else:
            messages.success(request, said)
            return redirect(page.back_url)
    shown = replace(page, verdict=shown_verdict(verdict, name="act"))
    return render(request, "console/act.html", {"section": page.section, "page": shown, "form": form}, status=status)


def plan_crumbs(plan: SunsetPlan, here: str) -> tuple[Crumb, ...]:
    return (
        Crumb(_("Portfolio"), reverse("console:portfolio")),
        Crumb(plan.module.name, reverse("console:plan", args=[plan.key])),
        Crumb(here),
    )
