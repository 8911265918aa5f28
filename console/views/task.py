"""What do I say in a call, and what came of it?"""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.acts import OutcomeForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.desk import task_row
from lifecycle.api import Refused, sentence
from notifications.api import DeskTask, close_desk_task, delivery_in_doubt, desk_task, desk_tasks
from notifications.rules.statuses import TaskKind, TaskOutcome

FORBIDDEN, CONFLICT = 403, 409


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def task(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What do I say, and what came of it?"""
    now = timezone.now()
    found = desk_task(uuid)
    if found is None:
        raise Http404
    if doubtful := delivery_in_doubt(found):
        return redirect("console:settle_message", uuid=doubtful.uuid)  # its answer closes the task
    form = OutcomeForm(request.POST if request.method == "POST" else None, is_call=found.kind == TaskKind.CALL)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            _close(request, found, form, now)
        except Refused as refusal:
            form.add_error(None, " ".join(sentence(each) for each in refusal.verdict.blockers))
            status = FORBIDDEN if refusal.is_wrong_person else CONFLICT
        else:
            messages.success(request, _("The outcome is on record."))
            return redirect("console:desk")
    history = [task_row(each, now=now) for each in desk_tasks(plan_id=found.plan_id, only_open=False)]
    context = {
        "section": "desk",
        "task": task_row(found, now=now),
        "form": form,
        "contacts": [contact for contact in found.account.contacts.all() if contact.is_active],
        "history": [row for row in history if row.account == found.account.name and not row.is_open],
    }
    return render(request, "console/task.html", context, status=status)


def _close(request: StaffRequest, found: DeskTask, form: OutcomeForm, now: datetime) -> None:
    close_desk_task(
        task_id=found.pk,
        outcome=TaskOutcome(form.cleaned_data["outcome"]),
        person=form.cleaned_data["person"],
        note=form.cleaned_data["note"],
        actor=actor_of(request),
        now=now,
    )
