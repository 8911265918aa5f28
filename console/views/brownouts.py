"""How is a series of outages planned, an open one ended, and the rest called off?"""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from console.forms.brownouts import BrownoutsForm
from console.forms.confirming import ReasonForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, confirmed, plan_crumbs
from console.views.plan import plan_or_404
from console.views.shown import Fact
from lifecycle.api import SunsetPlan, brownouts
from lifecycle.rules import rights


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def plan_brownouts(request: StaffRequest, key: str) -> HttpResponse:
    """The whole series at once; what does not fit is refused with the earliest or latest that would."""
    plan = plan_or_404(key)
    form = BrownoutsForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        cleaned = form.cleaned_data
        rows = brownouts.plan_brownouts(
            plan_id=plan.pk,
            first_date=cleaned["first"],
            local_time=cleaned["at"],
            hours=cleaned["hours"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return ngettext("%(n)s outage is planned.", "%(n)s outages are planned.", len(rows)) % {"n": len(rows)}

    page = ActPage(
        section="portfolio",
        title=_("Plan outages"),
        question=_("Short outages show who still depends on the module and does not read mail."),
        submit=_("Plan them"),
        back_url=_back(plan),
        crumbs=plan_crumbs(plan, _("Outages")),
        facts=(
            Fact(_("Time zone"), plan.timezone),
            Fact(_("Exports"), _("stay open in every outage")),
            Fact(_("Key accounts"), _("are spared until their call is logged")),
            Fact(_("Approvals"), _("given so far are void: they did not see the outages")),
            Fact(_("Undo"), _("call them off")),
        ),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.EDIT_PLAN))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def end_brownout(request: StaffRequest, key: str) -> HttpResponse:
    """Anyone with the right to stop may let people in again."""
    plan = plan_or_404(key)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actor, reason = actor_of(request), form.cleaned_data["reason"]
        brownouts.end_brownout(plan_id=plan.pk, actor=actor, reason=reason, now=timezone.now())
        return _("The outage is over; the switch follows within a minute.")

    page = ActPage(
        section="portfolio",
        title=_("End the outage now"),
        question=_("Everybody is let in again at the level before it. The outages after it stay planned."),
        submit=_("End it now"),
        back_url=_back(plan),
        crumbs=plan_crumbs(plan, _("Outages")),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.STOP))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def cancel_brownouts(request: StaffRequest, key: str) -> HttpResponse:
    """What has not begun never will."""
    plan = plan_or_404(key)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actor, reason = actor_of(request), form.cleaned_data["reason"]
        count = brownouts.cancel_brownouts(plan_id=plan.pk, actor=actor, reason=reason, now=timezone.now())
        return ngettext("%(n)s outage is called off.", "%(n)s outages are called off.", count) % {"n": count}

    page = ActPage(
        section="portfolio",
        title=_("Call the outages off"),
        question=_("All outages that have not begun are called off; an open one goes on until it is ended."),
        submit=_("Call them off"),
        back_url=_back(plan),
        crumbs=plan_crumbs(plan, _("Outages")),
        facts=(Fact(_("Undo"), _("plan a new series")),),
        is_danger=True,
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.STOP))


def _back(plan: SunsetPlan) -> str:
    return reverse("console:plan", args=[plan.key]) + "#brownouts"
