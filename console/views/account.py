"""What touches this customer: every retirement, who uses it, what was promised, what happened, what is open?"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from console.views.access import StaffRequest, actor_of, staff_only
from console.views.account_files import account_tables
from console.views.account_rows import (
    PromiseRow,
    Retirement,
    export_rows,
    promise_row,
    retirement_row,
    timeline_items,
)
from console.views.act import CONFLICT, FORBIDDEN
from console.views.desk_rows import EntryRow, TaskRow, entry_row, task_row
from console.views.files import table_file
from console.views.plan import plan_or_404
from console.views.plan_calendar import dates_of_account
from console.views.plan_exports import ExportRow
from console.views.shown import asked
from console.views.timelines import Timeline
from console.views.unreached_rows import UnreachedRow, unreached_row
from console.views.verdicts import shown_verdict
from lifecycle.api import Account, Contact, Refused, SunsetPlan, reading, words
from lifecycle.rules.stages import ENDED
from lifecycle.rules.tiers import Tier
from notifications.api import (
    answers_of,
    desk_tasks,
    history_of,
    note_contact,
    promises_of_account,
    proof_of,
    proof_paper,
    unreached,
)

_TYPES = {"json": "application/json; charset=utf-8", "pdf": "application/pdf"}


@dataclass(frozen=True, slots=True)
class AccountPage:
    key: str
    name: str
    tier: str
    tier_label: str
    revenue: str
    manager: str
    zone: str
    contacts: tuple[Contact, ...]
    answers: tuple[str, ...]
    retirements: tuple[Retirement, ...]
    timeline: Timeline
    duties: tuple[UnreachedRow, ...]
    tasks: tuple[TaskRow, ...]
    promises: tuple[PromiseRow, ...]
    history: tuple[EntryRow, ...]
    exports: tuple[ExportRow, ...]


@require_safe
@staff_only
def account(request: StaffRequest, key: str) -> HttpResponseBase:
    found, now = _account_or_404(key), timezone.now()
    if asked(request.GET, "format") == "dates.ics":
        return dates_of_account(found, now=now)
    plans = sorted(reading.plans_for(found), key=lambda plan: plan.stage in ENDED)  # what is over comes last
    if written := table_file(asked(request.GET, "format"), account_tables(found, plans, now=now)):
        return written
    page = _page(found, plans, now)
    return render(request, "console/account.html", {"section": "desk", "page": page})


def _page(found: Account, plans: list[SunsetPlan], now: datetime) -> AccountPage:
    tier = Tier(found.tier)
    duties = [row for plan in plans for row in unreached(plan, now=now, account=found)]
    tasks = [task for plan in plans for task in desk_tasks(plan_id=plan.pk, account_id=found.pk)]
    return AccountPage(
        key=found.key,
        name=found.name,
        tier=tier,
        tier_label=tier.label,
        revenue=words.money(found.revenue, found.currency),
        manager=found.csm_email,
        zone=words.zone_name(found.timezone),
        contacts=tuple(each for each in found.contacts.all() if each.is_active),
        answers=tuple(f"{each.name}, {words.instant(each.at)}" for each in answers_of(found.pk)),
        retirements=tuple(retirement_row(plan, found, now=now) for plan in plans),
        timeline=Timeline(timeline_items(plans, found, now=now), None),
        duties=tuple(unreached_row(row) for row in duties),
        tasks=tuple(task_row(task, now=now) for task in tasks),
        promises=tuple(promise_row(task, now=now) for task in promises_of_account(found.pk)),
        history=tuple(entry_row(each) for each in history_of(account_id=found.pk)),
        exports=export_rows(found),
    )


@require_POST
@staff_only
def log_contact(request: StaffRequest, key: str) -> HttpResponse:
    """Somebody talked with the account unasked: a call screen to write it down on."""
    found, plan = _account_or_404(key), plan_or_404(asked(request.POST, "plan"))
    try:
        task = note_contact(
            account=found,
            plan=plan,
            actor=actor_of(request),
            owner_email=request.user.email,
            now=timezone.now(),
        )
    except Refused as refusal:
        context = {"section": "desk", "plan_key": plan.key, "module_name": plan.module.name}
        context |= {"verdict": shown_verdict(refusal.verdict, name="refused", plan=plan)}  # type: ignore[dict-item]  # a context
        return render(
            request, "console/refused.html", context, status=FORBIDDEN if refusal.is_wrong_person else CONFLICT
        )
    return redirect("console:task", uuid=task.uuid)


@require_POST
@staff_only
def proof(request: StaffRequest, key: str, kind: str) -> HttpResponse:
    """What can be proven to the account, as a file; it holds names, so whoever takes it is on record."""
    found = _account_or_404(key)
    if kind not in _TYPES:
        raise Http404
    made = proof_of(found, actor=actor_of(request), now=timezone.now())
    body = proof_paper(made) if kind == "pdf" else json.dumps(made, ensure_ascii=False, indent=1).encode()
    response = HttpResponse(body, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="proof-{found.key}.{kind}"'
    return response


def _account_or_404(key: str) -> Account:
    found = reading.account(key)
    if found is None:
        raise Http404
    return found
