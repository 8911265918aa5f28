"""How does somebody put a task off, hand it over, or take an outcome back?"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.desk import AbsenceForm, HandOverForm, SnoozeForm, UndoForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.shown import Fact
from lifecycle.api import BadInput, staff, words
from notifications.api import DeskTask, desk_people, desk_task, hand_over_task, may_undo, note_absence, snooze_task
from notifications.api import undo_outcome as undo


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def snooze(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = _task_or_404(uuid)
    form = SnoozeForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        until, note, now = form.cleaned_data["until"], form.cleaned_data["note"], timezone.now()
        today = timezone.localdate(now)
        snooze_task(uuid=uuid, until=until, note=note, actor=actor_of(request), now=now, today=today)
        return _("It is back on %(day)s.") % {"day": words.weekday(until)}

    question = _("Until which day may it wait? On that day it is back on the desk.")
    return confirmed(request, _page(found, _("Put off"), question, _("Put off")), form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def hand_over(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = _task_or_404(uuid)
    form = HandOverForm(request.POST if request.method == "POST" else None, people=_colleagues(but=found.owner_email))

    def act() -> str:
        cleaned = form.cleaned_data
        hand_over_task(
            uuid=uuid, to_email=cleaned["to"], note=cleaned["note"], actor=actor_of(request), now=timezone.now()
        )
        return _("%(email)s has it now.") % {"email": cleaned["to"]}

    question = _("Who goes on with it, and what must they know?")
    return confirmed(request, _page(found, _("Hand over"), question, _("Hand over")), form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def undo_outcome(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found, now = _task_or_404(uuid), timezone.now()
    form = UndoForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        undo(uuid=uuid, note=form.cleaned_data["note"], actor=actor_of(request), now=now)
        return _("The task is open again; that it was undone stays on record.")

    question = _("Was something else the outcome? What was sent meanwhile stays sent.")
    page = _page(found, _("Undo the outcome"), question, _("Undo the outcome"))
    return confirmed(request, page, form, act, before=may_undo(found, actor_of(request), now=now))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def absence(request: StaffRequest) -> HttpResponse:
    """One's own; the work goes to somebody else meanwhile."""
    form = AbsenceForm(request.POST if request.method == "POST" else None, people=_colleagues(but=request.user.email))

    def act() -> str:
        cleaned = form.cleaned_data
        try:
            note_absence(
                owner_email=request.user.email,
                first=cleaned["first"],
                last=cleaned["last"],
                backup_email=cleaned["backup"],
                actor=actor_of(request),
                now=timezone.now(),
            )
        except BadInput as error:
            raise Http404 from error
        return _("Your work goes to somebody else from %(day)s.") % {"day": words.weekday(cleaned["first"])}

    page = ActPage(
        section="desk",
        title=_("Be away"),
        question=_("From when to when are you away, and who stands in?"),
        submit=_("Note it"),
        back_url=reverse("console:week"),
        crumbs=(Crumb(_("Desk"), reverse("console:desk")), Crumb(_("Be away"))),
    )
    return confirmed(request, page, form, act)


def _task_or_404(uuid: UUID) -> DeskTask:
    found = desk_task(uuid)
    if found is None:
        raise Http404
    return found


def _page(found: DeskTask, title: str, question: str, submit: str) -> ActPage:
    url = reverse("console:task", args=[found.uuid])
    return ActPage(
        section="desk",
        title=title,
        question=question,
        submit=submit,
        back_url=url,
        crumbs=(Crumb(_("Desk"), reverse("console:desk")), Crumb(found.account.name, url), Crumb(title)),
        facts=(Fact(_("Task"), found.subject), Fact(_("Due"), words.weekday(found.due_date))),
    )


def _colleagues(*, but: str) -> list[tuple[str, str]]:
    """Who works on desks and is there now, by address."""
    people = desk_people(timezone.now())
    there = [each for each in staff() if each.email.lower() in people.working and people.is_there(each.email)]
    return [(each.email.lower(), each.name or each.email) for each in there if each.email.lower() != but.lower()]
