"""How does a person settle who still tries after the end?"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.confirming import FoundForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, confirmed, plan_crumbs
from console.views.plan import plan_or_404
from console.views.shown import Fact
from lifecycle.api import Straggler, open_work, settle_straggler, words
from lifecycle.rules import rights


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def straggler(request: StaffRequest, key: str, uuid: UUID) -> HttpResponse:
    plan = plan_or_404(key)
    found = open_work.straggler(plan, uuid)
    if found is None:
        raise Http404
    form = FoundForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        settle_straggler(
            straggler_id=found.pk, note=form.cleaned_data["note"], actor=actor_of(request), now=timezone.now()
        )
        return _("%(account)s: settled.") % {"account": found.account.name}

    page = ActPage(
        section="portfolio",
        title=_("%(account)s still tries") % {"account": found.account.name},
        question=_("Who is it, why, and what was done about it?"),
        submit=_("Settle"),
        back_url=reverse("console:plan", args=[plan.key]) + "#stragglers",
        crumbs=plan_crumbs(plan, found.account.name),
        facts=_facts(found),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.CLEAR_ACCOUNT))


def _facts(row: Straggler) -> tuple[Fact, ...]:
    settled = (Fact(_("Settled"), f"{words.instant(row.settled_at)}: {row.settled_note}"),) if row.settled_at else ()
    return (
        Fact(_("Account"), f"{row.account.name} ({row.account.key})"),
        Fact(_("Who"), row.subject),
        Fact(_("Through what"), row.caller or _("unknown")),
        Fact(_("Tries"), words.number(row.count)),
        Fact(_("First"), words.instant(row.first_at)),
        Fact(_("Last"), words.instant(row.last_at)),
        *settled,
        Fact(_("Undo"), _("new use opens it again by itself")),
    )
