"""How does a person let an account go that need not be reached, and a second one agree?"""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.confirming import ReasonForm
from console.forms.desk import UndoForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, confirmed, plan_crumbs
from console.views.plan import plan_or_404
from console.views.shown import Fact
from console.views.unreached_rows import unreached_row
from lifecycle.api import SunsetPlan
from lifecycle.rules import rights
from notifications.api import Unreached, agree_to_waiver, unreached, waive_obligation
from notifications.rules.statuses import ObligationStatus


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def waive(request: StaffRequest, key: str, number: int) -> HttpResponse:
    plan, now = plan_or_404(key), timezone.now()
    row = _row_or_404(plan, number, now)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        waiver = waive_obligation(
            obligation_id=row.id, actor=actor_of(request), reason=form.cleaned_data["reason"], now=now
        )
        if waiver.obligation.status == ObligationStatus.WAIVED:
            return _("%(account)s need not be reached by this notice.") % {"account": row.account_name}
        return _("Asked: of a key account a second person must agree.")

    page = _act_page(
        plan,
        row,
        title=_("Let one account go"),
        question=_("Why need this account not be reached by this notice? It stays on record and in its proof."),
        submit=_("Let it go"),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.CLEAR_ACCOUNT))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def agree_waiver(request: StaffRequest, key: str, uuid: UUID) -> HttpResponse:
    plan, now = plan_or_404(key), timezone.now()
    row = next((each for each in unreached(plan, now=now) if each.waiver == uuid), None)
    if row is None:
        raise Http404
    form = UndoForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        agree_to_waiver(uuid=uuid, actor=actor_of(request), now=now)
        return _("%(account)s need not be reached by this notice.") % {"account": row.account_name}

    page = _act_page(
        plan,
        row,
        title=_("A second person agrees"),
        question=_("Do you agree that this key account need not be reached by this notice?"),
        submit=_("I agree"),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.APPROVE))


def _row_or_404(plan: SunsetPlan, number: int, now: datetime) -> Unreached:
    row = next((each for each in unreached(plan, now=now) if each.id == number), None)
    if row is None:
        raise Http404
    return row


def _act_page(plan: SunsetPlan, row: Unreached, *, title: str, question: str, submit: str) -> ActPage:
    shown = unreached_row(row)
    return ActPage(
        section="portfolio",
        title=title,
        question=question,
        submit=submit,
        back_url=reverse("console:unreached", args=[plan.key]),
        crumbs=plan_crumbs(plan, title),
        facts=(
            Fact(_("Account"), shown.account, shown.account_url),
            Fact(_("Notice"), _(shown.notice)),
            Fact(_("Why it is open"), shown.why),
            Fact(_("Last tried"), shown.tried),
            Fact(_("Too late from"), shown.late),
        ),
        is_danger=True,
    )
