"""What would it mean to apply a plan file, and may it be applied?"""

from dataclasses import dataclass, replace
from datetime import datetime

from lifecycle import queries
from lifecycle.models import Module, SunsetPlan, User
from lifecycle.rules import plan_changes, plan_dates
from lifecycle.rules.milestones import DatedPromise
from lifecycle.rules.move_reason import reason_verdict
from lifecycle.rules.plan_changes import Change
from lifecycle.rules.plan_file import PlanDocument
from lifecycle.rules.plan_floors import Surroundings
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.stages import ENDED, Stage
from lifecycle.rules.two_people import Allowance, two_people
from lifecycle.rules.verdicts import Blocker, Reason, Verdict, blocked, together
from lifecycle.services.move_date import is_public
from lifecycle.services.plan_surroundings import surroundings_of

NO_ALLOWANCE = Allowance()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What applying a document means; `plan` is the live one, if there is one."""

    plan: SunsetPlan | None
    promises: tuple[DatedPromise, ...]
    changes: tuple[Change, ...]
    consequences: tuple[str, ...]
    verdict: Verdict
    applied: tuple[tuple[str, str], ...] = ()


def propose_plan(
    *, document: PlanDocument, now: datetime, allowance: Allowance = NO_ALLOWANCE, is_draft: bool = False
) -> Proposal:
    """Compare a document with what is live and judge it by every rule. Nothing is written.

    `is_draft`: a file may be judged where its people and modules are not yet known; that is then a caution.
    """
    plan = SunsetPlan.objects.filter(key=document.key).select_related("module", "author").first()
    around = surroundings_of(plan=plan, zone=document.zone, now=now)
    author = User.objects.filter(email__iexact=document.author_email, is_active=True).first()
    identity = author.actor.identity if author else plan.author.actor.identity if plan and plan.author else ""
    unknown = _people_verdict(document, author)
    verdict = _place_verdict(document, plan) + (Verdict(cautions=unknown.blockers) if is_draft else unknown)
    verdict += _with_override(plan_dates.check_plan(document, around), allowance, identity)
    try:
        promises = plan_dates.promises_of(document)
    except ValueError:  # the verdict says so already
        return Proposal(plan, (), (), (), verdict)
    after = plan_changes.flat(document, promises)
    before = plan_changes.with_dates(dict(from_json(plan.settings).applied), queries.promises_of(plan)) if plan else {}
    changes = plan_changes.compare(before, after)
    follows: tuple[str, ...] = ()
    if plan:
        is_backed = bool(allowance.reason.strip() and two_people(allowance.backed_by, author=identity))
        verdict += _moves_verdict(plan, document, changes, around, is_backed=is_backed)
        if is_public(plan) and any(change.milestone for change in changes):
            verdict += reason_verdict(allowance.reason)
        count = queries.affected_accounts(plan).count()
        follows = plan_changes.consequences(changes, stage=Stage(plan.stage), accounts=count)
    return Proposal(plan, promises, changes, follows, verdict, tuple(sorted(after.items())))


def _place_verdict(document: PlanDocument, plan: SunsetPlan | None) -> Verdict:
    if plan is not None:
        verdict = Verdict()
        if plan.module.key != document.module.key:
            verdict += blocked("other_module", Reason.BROKEN_RULE, plan=plan.key, module=plan.module.key)
        if plan.stage in ENDED:
            verdict += blocked("plan_ended", Reason.WRONG_STAGE, plan=plan.key, stage=Stage(plan.stage).label)
        return verdict
    other = queries.active_plan_of(document.module.key)
    if other is None:
        return Verdict()
    return blocked("one_plan", Reason.BROKEN_RULE, place="module", module=document.module.key, plan=other.key)


def _people_verdict(document: PlanDocument, author: User | None) -> Verdict:
    verdict, successor = Verdict(), document.module.replacement_module
    if document.author_email and author is None:
        verdict += blocked("unknown_person", Reason.BROKEN_RULE, place="author", detail=document.author_email)
    if successor and not Module.objects.filter(key=successor).exists():
        verdict += blocked("unknown_module", Reason.BROKEN_RULE, place="module", detail=successor)
    return verdict


def _with_override(verdict: Verdict, allowance: Allowance, author: str) -> Verdict:
    """A floor, and nothing else, may be broken by two people with a reason (A8)."""
    floors = tuple(each for each in verdict.blockers if each.criterion == "lead_time")
    if not floors or not allowance.reason.strip():
        return verdict
    people = two_people(allowance.backed_by, author=author)
    if not people:
        return verdict + people
    rest = tuple(each for each in verdict.blockers if each.criterion != "lead_time")
    reason = ("reason", allowance.reason)
    broken = tuple(Blocker("lead_time_overridden", each.reason, each.subject, (*each.facts, reason)) for each in floors)
    return Verdict(rest, verdict.cautions + broken)


def _moves_verdict(
    plan: SunsetPlan, document: PlanDocument, changes: tuple[Change, ...], around: Surroundings, *, is_backed: bool
) -> Verdict:
    """What was announced: later is free; earlier needs two people and the full floor again, from today."""
    if not is_public(plan):
        return Verdict()
    moved = [change for change in changes if change.milestone and change.before]
    earlier = [change for change in moved if change.after and change.after < change.before]
    verdict = together(_fixed(change, around) for change in moved)
    if not earlier:
        return verdict
    if not is_backed:
        return verdict + together(_ratchet(change) for change in earlier)
    again = plan_dates.check_plan(document, replace(around, told_date=around.today))
    return verdict + Verdict(tuple(each for each in again.blockers if each.criterion == "lead_time"))


def _fixed(change: Change, around: Surroundings) -> Verdict:
    kind = change.milestone
    if kind is None or (kind not in around.reached and change.after):
        return Verdict()
    code = "already_reached" if kind in around.reached else "already_promised"
    return blocked(code, Reason.BROKEN_RULE, place=kind, what=kind.label, old=change.before)


def _ratchet(change: Change) -> Verdict:
    kind = change.milestone
    what = kind.label if kind else change.place
    return blocked("ratchet", Reason.BROKEN_RULE, place=kind or "", what=what, old=change.before, date=change.after)
