"""How does one account get the module back, and when does it follow the plan again?"""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.confirming import ReasonForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, confirmed, plan_crumbs
from console.views.plan import plan_or_404
from console.views.shown import Fact
from lifecycle.api import Account, SunsetPlan, open_work, reading, release_account, roll_back_account
from lifecycle.rules import rights
from lifecycle.rules.stages import Stage


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def give_back(request: StaffRequest, key: str, account: str) -> HttpResponse:
    """One person may, always; the rest of the plan goes on."""
    plan, found = plan_or_404(key), account_or_404(account)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        row = roll_back_account(
            plan_id=plan.pk,
            account=found,
            actor=actor_of(request),
            now=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
        stage = _(Stage(row.held_at_stage).label)
        return _("%(account)s has the module back, as at “%(stage)s”.") % {"account": found.name, "stage": stage}

    page = ActPage(
        section="portfolio",
        title=_("Give %(module)s back to %(account)s") % {"module": plan.module.name, "account": found.name},
        question=_("What will happen, to whom, and can it be undone?"),
        submit=_("Give the module back"),
        back_url=_accounts_url(plan),
        crumbs=plan_crumbs(plan, found.name),
        facts=(
            *_facts(plan, found),
            Fact(_("What happens"), _("The module works again for this account alone; its late calls are settled.")),
            Fact(_("Undo"), _("let it follow the plan again")),
        ),
        is_danger=True,
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.STOP))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def follow_again(request: StaffRequest, key: str, account: str) -> HttpResponse:
    """The account follows the plan again, wherever that is by now."""
    plan, found = plan_or_404(key), account_or_404(account)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        release_account(
            plan_id=plan.pk,
            account=found,
            actor=actor_of(request),
            now=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
        return _("%(account)s follows the plan again.") % {"account": found.name}

    page = ActPage(
        section="portfolio",
        title=_("Let %(account)s follow the plan again") % {"account": found.name},
        question=_("What will happen, to whom, and can it be undone?"),
        submit=_("Follow the plan again"),
        back_url=_accounts_url(plan),
        crumbs=plan_crumbs(plan, found.name),
        facts=(*_facts(plan, found), Fact(_("Undo"), _("give the module back"))),
        is_danger=True,
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.MOVE))


def account_or_404(key: str) -> Account:
    found = reading.account(key)
    if found is None:
        raise Http404
    return found


def _facts(plan: SunsetPlan, account: Account) -> tuple[Fact, ...]:
    held = open_work.held_accounts(plan).get(account.key)
    return (
        Fact(_("Account"), f"{account.name} ({account.key})"),
        Fact(_("Stage of the plan"), _(Stage(plan.stage).label)),
        Fact(_("Held at"), _(held.label) if held else _("not held: it follows the plan")),
    )


def _accounts_url(plan: SunsetPlan) -> str:
    return reverse("console:plan", args=[plan.key]) + "#accounts"
