"""How is leave given, answered by a second person, and ended before its day?"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.confirming import AnswerForm, LeaveForm, ReasonForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, confirmed, plan_crumbs
from console.views.plan import plan_or_404
from console.views.plan_leave import leave_words
from console.views.shown import Fact, asked
from lifecycle.api import (
    Exemption,
    LeaveRequest,
    SunsetPlan,
    ask_leave,
    confirm_leave,
    decline_leave,
    end_exemption,
    open_work,
    reading,
    words,
)
from lifecycle.rules import rights
from lifecycle.rules.leave import end_of


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def leave(request: StaffRequest, key: str) -> HttpResponse:
    """Given at once where one person is enough, else it waits for a second one."""
    plan = plan_or_404(key)
    form = LeaveForm(
        request.POST if request.method == "POST" else None, initial={"account": asked(request.GET, "account")}
    )
    account = reading.account(form.data.get("account", "").strip()) if form.is_bound else None
    if form.is_bound and form.is_valid() and account is None:
        form.add_error("account", _("No account has this key."))

    def act() -> str:
        if account is None:
            raise Http404
        cleaned = form.cleaned_data
        found = ask_leave(
            plan=plan,
            account=account,
            criterion=cleaned["criterion"],
            reason=cleaned["reason"],
            owner_email=cleaned["owner"] or request.user.email,
            ends_at=end_of(cleaned["until"], plan.timezone),
            actor=actor_of(request),
            now=timezone.now(),
        )
        if isinstance(found, Exemption):
            return _("%(account)s has leave now.") % {"account": account.name}
        return _("Asked: a second person answers it on the plan's page.")

    page = ActPage(
        section="portfolio",
        title=_("Give leave to one account"),
        question=_("Who may go on, or pass one criterion, until when, and why? It ends by itself."),
        submit=_("Give leave"),
        back_url=_back(plan),
        crumbs=plan_crumbs(plan, _("Leave")),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.APPROVE))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def answer_leave(request: StaffRequest, key: str, uuid: UUID) -> HttpResponse:
    """Yes or no of a second person, with their own login, to exactly what was asked."""
    plan = plan_or_404(key)
    found = open_work.leave_request(plan, uuid)
    if found is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        now, actor = timezone.now(), actor_of(request)
        if form.cleaned_data["answer"] == "confirm":
            confirm_leave(request_id=found.uuid, actor=actor, now=now)
            return _("%(account)s has leave now.") % {"account": found.account.name}
        decline_leave(request_id=found.uuid, actor=actor, reason=form.cleaned_data["reason"], now=now)
        return _("%(account)s: no leave; that is on record.") % {"account": found.account.name}

    page = ActPage(
        section="portfolio",
        title=_("Leave for %(account)s?") % {"account": found.account.name},
        question=_("Two people give this leave, each with their own login. You would be the second."),
        submit=_("Put it on record"),
        back_url=_back(plan),
        crumbs=plan_crumbs(plan, _("Leave")),
        facts=(Fact(_("Asked by"), f"{found.name}, {words.instant(found.at)}"), *_facts(plan, found)),
    )
    return confirmed(request, page, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def end_leave(request: StaffRequest, key: str, uuid: UUID) -> HttpResponse:
    """It was promised until a day; ending it earlier needs a reason."""
    plan = plan_or_404(key)
    found = open_work.exemption(plan, uuid)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        end_exemption(
            exemption_id=found.uuid,
            actor=actor_of(request),
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return _("%(account)s: this leave is over now.") % {"account": found.account.name}

    page = ActPage(
        section="portfolio",
        title=_("End the leave of %(account)s early") % {"account": found.account.name},
        question=_("It was given until a day. From now on the account is where the plan is."),
        submit=_("End the leave now"),
        back_url=_back(plan),
        crumbs=plan_crumbs(plan, _("Leave")),
        facts=(*_facts(plan, found), Fact(_("Undo"), _("give leave again"))),
        is_danger=True,
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.APPROVE))


def _facts(plan: SunsetPlan, row: Exemption | LeaveRequest) -> tuple[Fact, ...]:
    return (
        Fact(_("Account"), f"{row.account.name} ({row.account.key})"),
        Fact(_("Leave"), leave_words(row.criterion)),
        Fact(_("Until"), words.instant(row.ends_at, plan.timezone)),
        Fact(_("Who looks after it"), row.owner_email or _("nobody named")),
        Fact(_("Reason"), row.reason),
    )


def _back(plan: SunsetPlan) -> str:
    return reverse("console:plan", args=[plan.key]) + "#leave"
