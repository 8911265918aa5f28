"""Is everything held because this database may be an older copy, and how does a person let it go?"""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from console.forms.confirming import ReasonForm
from console.forms.quarantine import SentLogForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.files import table_file
from console.views.held_files import quarantine_tables
from console.views.quarantine_rows import (
    DoubtfulLetter,
    PastQuarantine,
    doubtful_letter,
    past_quarantine,
    quarantine_facts,
)
from console.views.shown import PAGE_SIZE, Fact, asked
from lifecycle.api import words
from notifications.api import safeguards

ASKED_AT_MOST = 500  # each letter may be a call to a provider or a task, and a request is cut off after a while


@dataclass(frozen=True, slots=True)
class QuarantinePage:
    """`facts` is empty while nothing is held; letters that were due become rows when it is reconciled first."""

    facts: tuple[Fact, ...]
    is_reconciled: bool
    letters: tuple[DoubtfulLetter, ...]
    left_out: str
    past: tuple[PastQuarantine, ...]


@require_safe
@staff_only
def quarantine(request: StaffRequest) -> HttpResponseBase:
    if written := table_file(asked(request.GET, "format"), quarantine_tables(timezone.now().date())):
        return written
    row = safeguards.open_quarantine()
    found = safeguards.still_in_doubt(row) if row else None
    count = found.count() if found is not None else 0
    page = QuarantinePage(
        facts=quarantine_facts(row, count) if row else (),
        is_reconciled=bool(row and row.reconciled_at),
        letters=tuple(doubtful_letter(each) for each in found[:PAGE_SIZE]) if found is not None else (),
        left_out=words.number(count - PAGE_SIZE) if count > PAGE_SIZE else "",
        past=tuple(past_quarantine(each) for each in safeguards.past_quarantines()),
    )
    return render(request, "console/quarantine.html", {"section": "health", "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def reconcile_quarantine(request: StaffRequest) -> HttpResponse:
    """What a provider or the mail server's log knows is put on record; it may be repeated with a better log."""
    row = _open_or_404()
    is_sent = request.method == "POST"
    form = SentLogForm(request.POST if is_sent else None, request.FILES if is_sent else None)

    def act() -> str:
        sent, sha = form.sent_log()
        found = safeguards.reconcile_quarantine(
            sent=sent, log_sha=sha, actor=actor_of(request), now=timezone.now(), at_most=ASKED_AT_MOST
        )
        counts = {"sent": found.sent, "unsent": found.unsent, "doubtful": found.doubtful}
        return _("%(sent)s were sent, %(unsent)s were not, %(doubtful)s stay in doubt.") % counts

    page = _act_page(
        row,
        title=_("Say which letters left"),
        question=_("What does the mail server's log say of the letters in doubt?"),
        submit=_("Put it on record"),
        is_danger=False,
    )
    before = safeguards.may_reconcile(actor_of(request)) + safeguards.may_look_at(row, at_most=ASKED_AT_MOST)
    return confirmed(request, page, form, act, before=before)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def release_quarantine(request: StaffRequest) -> HttpResponse:
    """A named person answers for it. What is in doubt is not repeated: each waits for a person."""
    row = _open_or_404()
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        found = safeguards.release_quarantine(
            reason=reason, actor=actor_of(request), now=timezone.now(), at_most=ASKED_AT_MOST
        )
        counts = {"released": found.unsent, "doubtful": found.doubtful}
        return _("Released: %(released)s may leave; %(doubtful)s are in doubt, each with a task for a person.") % counts

    page = _act_page(
        row,
        title=_("Let letters leave again"),
        question=_("Is this the database that shall send from now on, and why?"),
        submit=_("Release the letters"),
        is_danger=True,
    )
    before = safeguards.may_release(row, actor=actor_of(request), at_most=ASKED_AT_MOST)
    return confirmed(request, page, form, act, before=before)


def _act_page(
    row: safeguards.Quarantine, *, title: str, question: str, submit: str, is_danger: bool = False
) -> ActPage:
    back = reverse("console:quarantine")
    return ActPage(
        section="health",
        title=title,
        question=question,
        submit=submit,
        back_url=back,
        crumbs=(Crumb(_("Health"), reverse("console:health")), Crumb(_("Quarantine"), back), Crumb(title)),
        facts=quarantine_facts(row, safeguards.still_in_doubt(row).count()),
        is_danger=is_danger,
    )


def _open_or_404() -> safeguards.Quarantine:
    row = safeguards.open_quarantine()
    if row is None:
        raise Http404
    return row
