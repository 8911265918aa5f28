"""What do I say in a call, and what came of it?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.acts import OutcomeForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.desk_rows import EntryRow, entry_row, task_row
from lifecycle.api import Refused, sentence
from notifications.api import (
    DeskTask,
    ScriptTurn,
    briefing_of,
    close_desk_task,
    delivery_in_doubt,
    desk_task,
    history_of,
    may_undo,
    script_turn,
)
from notifications.rules.statuses import TaskKind, TaskOutcome

FORBIDDEN, CONFLICT = 403, 409
_CALLS = frozenset({TaskKind.CALL, TaskKind.FOLLOW_UP, TaskKind.LETTER})


@dataclass(frozen=True, slots=True)
class CallPage:
    """`answers` are those that the briefing of the plan gives to likely questions."""

    answers: str
    history: tuple[EntryRow, ...]
    may_undo: bool
    is_exemption: bool
    leave_url: str


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """`is_old`: the dates moved since, and `newer_url` leads to what is said now; `is_renewed`: it is that."""

    is_old: bool
    newer_url: str
    is_renewed: bool


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
    turn = script_turn(found)
    given = request.POST if request.method == "POST" else None
    form = OutcomeForm(given, is_call=found.kind in _CALLS, is_old=turn.is_old)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            _close(request, found, form, now)
        except Refused as refusal:
            form.add_error(None, " ".join(sentence(each) for each in refusal.verdict.blockers))
            status = FORBIDDEN if refusal.is_wrong_person else CONFLICT
        else:
            messages.success(request, _("The outcome is on record. It can be undone for some minutes."))
            return redirect("console:task", uuid=found.uuid) if _asks_more(form) else redirect("console:desk")
    context = {
        "section": "desk",
        "task": task_row(found, now=now),
        "form": form,
        "contacts": [contact for contact in found.account.contacts.all() if contact.is_active],
        "call": _call_page(request, found, now),
        "script": _script_line(turn),
    }
    return render(request, "console/task.html", context, status=status)


def _call_page(request: StaffRequest, found: DeskTask, now: datetime) -> CallPage:
    briefing = briefing_of(found.plan)
    leave = reverse("console:leave", args=[found.plan.key])
    return CallPage(
        answers=briefing.answers if briefing else "",
        history=tuple(entry_row(each) for each in history_of(account_id=found.account_id, limit=20)),
        may_undo=bool(may_undo(found, actor_of(request), now=now)),
        is_exemption=found.outcome == TaskOutcome.ASKED_EXEMPTION,
        leave_url=f"{leave}?account={found.account.key}",
    )


def _script_line(turn: ScriptTurn) -> ScriptLine:
    newer = reverse("console:task", args=[turn.newer]) if turn.newer else ""
    return ScriptLine(is_old=turn.is_old, newer_url=newer, is_renewed=turn.is_renewed)


def _asks_more(form: OutcomeForm) -> bool:
    """Whoever asked for more time gets an answer: the page shows where to give leave."""
    return bool(form.cleaned_data["outcome"] == TaskOutcome.ASKED_EXEMPTION)


def _close(request: StaffRequest, found: DeskTask, form: OutcomeForm, now: datetime) -> None:
    close_desk_task(
        task_id=found.pk,
        outcome=TaskOutcome(form.cleaned_data["outcome"]),
        person=form.cleaned_data["person"],
        note=form.cleaned_data["note"],
        actor=actor_of(request),
        now=now,
        next_on=form.cleaned_data["next_on"],
        told_earlier=bool(form.cleaned_data.get("told_earlier")),
    )
