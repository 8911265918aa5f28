"""Which accounts have leave, until when, and what waits for a second person?"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from console.views.plan_accounts import Pill
from lifecycle.api import Exemption, LeaveRequest, SunsetPlan, criterion_name, open_work, words
from lifecycle.rules.leave import WAITS_FOR
from lifecycle.rules.stages import ENDED

SHOWN_OVER = 20


@dataclass(frozen=True, slots=True)
class LeaveRow:
    account: str
    what: str
    reason: str
    owner: str
    until: str
    left: str
    pill: Pill
    url: str
    url_word: str


@dataclass(frozen=True, slots=True)
class LeaveList:
    """`running` and `asked` count; `rows`: all that wait, all that run by nearest end, the newest of the rest."""

    running: int
    asked: int
    rows: tuple[LeaveRow, ...]
    add_url: str


def leave_list(plan: SunsetPlan, *, now: datetime, limit: int = SHOWN_OVER) -> LeaveList:
    asked = open_work.leave_requests(plan, now=now)
    given = open_work.exemptions(plan)
    running = sorted((each for each in given if each.ends_at > now), key=lambda each: each.ends_at)
    over = [each for each in given if each.ends_at <= now]
    rows = [_given_row(plan, each, now) for each in (*running, *over[:limit])]
    return LeaveList(
        running=len(running),
        asked=len(asked),
        rows=(*(_asked_row(plan, each) for each in asked), *rows),
        add_url="" if plan.stage in ENDED else reverse("console:leave", args=[plan.key]),
    )


def leave_words(criterion: str) -> str:
    if not criterion:
        return _("goes on using the module")
    return _("passes: %(name)s") % {"name": criterion_name(criterion)}


def _asked_row(plan: SunsetPlan, row: LeaveRequest) -> LeaveRow:
    return LeaveRow(
        account=row.account.name,
        what=leave_words(row.criterion),
        reason=row.reason,
        owner=row.owner_email,
        until=words.instant(row.ends_at, plan.timezone),
        left=_("asked by %(name)s, waits until %(day)s")
        % {"name": row.name, "day": words.day((row.at + WAITS_FOR).date())},
        pill=Pill("info", _("waits for a second person")),
        url=reverse("console:answer_leave", args=[plan.key, row.uuid]),
        url_word=_("Answer"),
    )


def _given_row(plan: SunsetPlan, row: Exemption, now: datetime) -> LeaveRow:
    runs = row.ends_at > now
    return LeaveRow(
        account=row.account.name,
        what=leave_words(row.criterion),
        reason=row.reason,
        owner=row.owner_email,
        until=words.instant(row.ends_at, plan.timezone),
        left=_("%(span)s left") % {"span": words.span(row.ends_at - now)} if runs else "",
        pill=Pill("caution", _("runs")) if runs else Pill("unknown", _("over")),
        url=reverse("console:end_leave", args=[plan.key, row.uuid]) if runs else "",
        url_word=_("End it early"),
    )
