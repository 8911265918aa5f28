"""How is it kept that somebody says they are done with a module?"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.confirming import FoundForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, confirmed, plan_crumbs
from console.views.affected_rows import KINDS, STATUSES
from console.views.plan import plan_or_404
from console.views.shown import Fact
from lifecycle.api import AffectedSubject, affected, claim_done, words
from lifecycle.rules import rights
from lifecycle.rules.affected import AffectedStatus, SubjectKind
from lifecycle.rules.affected_list import Wanted


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def affected_claim(request: StaffRequest, key: str, uuid: UUID) -> HttpResponse:
    plan, now = plan_or_404(key), timezone.now()
    found = affected.subjects(plan, wanted=Wanted(), now=now).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    form = FoundForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        claim_done(subject_id=found.uuid, note=form.cleaned_data["note"], actor=actor_of(request), now=now)
        return _("Kept as a claim. %(who)s is clear once the use has stopped for long enough.") % {"who": found.key}

    page = ActPage(
        section="portfolio",
        title=_("%(who)s says done") % {"who": found.key},
        question=_("Who said so, and how do you know?"),
        submit=_("Keep it"),
        back_url=reverse("console:affected", args=[plan.key]),
        crumbs=plan_crumbs(plan, found.key),
        facts=_facts(found),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.CLEAR_ACCOUNT))


def _facts(row: AffectedSubject) -> tuple[Fact, ...]:
    status = STATUSES[AffectedStatus(row.shown)][1]  # type: ignore[attr-defined]  # annotated by affected.subjects
    said = (Fact(_("Said before"), f"{row.claimed_by}: {row.claim_note}"),) if row.claimed_at else ()
    return (
        Fact(_("Account"), f"{row.account.name} ({row.account.key})"),
        Fact(_("Who"), f"{row.key} ({KINDS[SubjectKind(row.kind)]})"),
        Fact(_("Status"), str(status)),
        Fact(_("Uses"), words.number(row.count)),
        Fact(_("Last"), words.instant(row.last_at)),
        *said,
        Fact(_("Effect"), _("none on the status: only observed silence clears")),
    )
