"""How does a person decide whether somebody who floods a module with events counts?"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from analytics.api import FlaggedUser, FloodDecision, decide_flood, flagged_user
from console.forms.floods import FloodForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.shown import Fact
from lifecycle.api import words
from lifecycle.rules import rights


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def flood(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = flagged_user(uuid)
    if found is None:
        raise Http404
    form = FloodForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        decide_flood(
            uuid=uuid,
            decision=FloodDecision(form.cleaned_data["decision"]),
            note=form.cleaned_data["note"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return _("%(user)s: decided.") % {"user": found.user}

    around = reverse("console:module_around", args=[found.module_key])
    page = ActPage(
        section="modules",
        title=_("%(user)s floods") % {"user": found.user},
        question=_("Is it a program, and does it count?"),
        submit=_("Decide"),
        back_url=around + "#floods",
        crumbs=(
            Crumb(_("Modules"), reverse("console:modules")),
            Crumb(found.module_key, reverse("console:module", args=[found.module_key])),
            Crumb(_("Around it"), around),
            Crumb(found.user),
        ),
        facts=_facts(found),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.ATTEST))


def _facts(row: FlaggedUser) -> tuple[Fact, ...]:
    decided = f"{words.instant(row.decided_at)}, {row.decided_by}: {row.note}" if row.decided_at else _("not decided")
    return (
        Fact(_("Account"), row.account_key),
        Fact(_("Most events of a day"), f"{words.number(row.peak)} ({words.day(row.peak_date)})"),
        Fact(_("Usual for the account"), words.number(row.usual)),
        Fact(_("Decision"), decided),
        Fact(_("Undo"), _("decide otherwise at any time")),
    )
