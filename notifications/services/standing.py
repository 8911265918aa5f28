"""May a notice leave, by whose yes, and does that yes still hold?"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from lifecycle.api import SunsetPlan
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.stages import ENDED
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.models import NoticeApproval
from notifications.rules.approval import ASKED_FOR, Hashes, Joined, drift
from notifications.rules.notice_codes import NoticeCode
from notifications.services.audiences import joined_since
from notifications.services.plan_book import PlanFacts, facts_of_plan
from notifications.services.variants import hashes


class NotApproved(Exception):
    """A letter would say what nobody said yes to."""


@dataclass(frozen=True, slots=True)
class Standing:
    """May a notice leave, and by whose yes? `request` waits for an answer; `joined` came since the yes."""

    code: NoticeCode
    verdict: Verdict
    approval: NoticeApproval | None = None
    request: NoticeApproval | None = None
    joined: Joined | None = None


@dataclass(frozen=True, slots=True)
class WaitingApproval:
    """Notices of one plan that wait for a second person, or whose approval `is_ended`."""

    plan_key: str
    plan_name: str
    codes: tuple[NoticeCode, ...]
    since: datetime
    is_ended: bool


def asks_approval(plan: SunsetPlan) -> bool:
    """Every plan whose file was applied since approvals exist; those under way before go on as they began."""
    return from_json(plan.settings).asks_notice_approval


def standing(plan: SunsetPlan, code: NoticeCode, *, known: PlanFacts | None = None) -> Standing:
    """`known`: what all notices of the plan have in common, when several are asked about at once."""
    if code not in ASKED_FOR or not asks_approval(plan):
        return Standing(code, Verdict())
    rows = NoticeApproval.objects.filter(notice__plan=plan, notice__code=code, ended_at__isnull=True)
    found = {row.approved_at is not None: row for row in rows.select_related("audience")}
    approval, request = found.get(True), found.get(False)
    if approval is None:
        return Standing(code, _missing(code, request), request=request)
    joined = joined_since(approval.audience, plan)
    verdict = drift(code, bound_to(approval), hashes_now(plan, code, approval, known), joined, by=approval.approved_by)
    return Standing(code, verdict, approval, request, joined)


def covers(plan: SunsetPlan, code: NoticeCode, known: PlanFacts) -> bool:
    """Whether a yes that holds was given to these very facts and words, whoever changed them a moment ago."""
    if code not in ASKED_FOR or not asks_approval(plan):
        return True
    rows = NoticeApproval.objects.filter(notice__plan=plan, notice__code=code, ended_at__isnull=True)
    row = rows.filter(approved_at__isnull=False).first()
    return row is not None and hashes(plan, code, audience_sha=row.audience_sha, known=known) == bound_to(row)


def standings(plan: SunsetPlan) -> tuple[Standing, ...]:
    known = facts_of_plan(plan)
    return tuple(standing(plan, code, known=known) for code in NoticeCode)


def _missing(code: NoticeCode, request: NoticeApproval | None) -> Verdict:
    if request is None:
        return blocked("notice_unapproved", Reason.MISSING, what=code.label)
    return blocked("notice_waits", Reason.MISSING, what=code.label, by=request.requested_by)


def bound_to(row: NoticeApproval) -> Hashes:
    return Hashes(row.plan_sha, row.content_sha, row.audience_sha)


def hashes_now(plan: SunsetPlan, code: NoticeCode, row: NoticeApproval, known: PlanFacts | None = None) -> Hashes:
    return hashes(plan, code, audience_sha=row.audience_sha, known=known)


def voided_notices(plan: SunsetPlan) -> tuple[NoticeCode, ...]:
    """Notices that were approved once, whose yes ended, and that nobody has asked about anew."""
    rows = NoticeApproval.objects.filter(notice__plan=plan)
    ended = set(rows.filter(approved_at__isnull=False, ended_at__isnull=False).values_list("notice__code", flat=True))
    open_ones = set(rows.filter(ended_at__isnull=True).values_list("notice__code", flat=True))
    return tuple(code for code in ASKED_FOR if code in ended - open_ones)


def waiting_approvals() -> tuple[WaitingApproval, ...]:
    """Over all plans under way."""
    rows = NoticeApproval.objects.exclude(notice__plan__stage__in=[stage.value for stage in ENDED])
    waiting = rows.filter(approved_at__isnull=True, ended_at__isnull=True)
    ended = rows.filter(approved_at__isnull=False, ended_at__isnull=False)
    found = []
    for kind in (waiting, ended):
        counted = kind.values("notice__plan").annotate(since=Max("requested_at"))
        for plan in SunsetPlan.objects.filter(pk__in=[row["notice__plan"] for row in counted]).select_related("module"):
            since = next(row["since"] for row in counted if row["notice__plan"] == plan.pk)
            codes = voided_notices(plan) if kind is ended else _codes(kind, plan)
            if codes:
                found.append(WaitingApproval(plan.key, plan.module.name, codes, since, is_ended=kind is ended))
    return tuple(found)


def _codes(rows: QuerySet[NoticeApproval], plan: SunsetPlan) -> tuple[NoticeCode, ...]:
    named = set(rows.filter(notice__plan=plan).values_list("notice__code", flat=True))
    return tuple(code for code in ASKED_FOR if code in named)
