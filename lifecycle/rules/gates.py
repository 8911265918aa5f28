"""May a plan enter a stage, and if not, what is missing, below, stale or unknown, and whose?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lifecycle.rules.criteria import CRITERIA, DEMANDS, Criterion, Scope, Value
from lifecycle.rules.stages import Stage
from lifecycle.rules.verdicts import Blocker, Reason, Verdict, together

CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Fact:
    """The newest evidence for one criterion and subject; `value` None is unknown, never zero."""

    value: Value
    as_of: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Subject:
    """An affected account, as gates see it: `leave` holds criteria waived on record by two people."""

    key: str
    is_key_account: bool
    leave: frozenset[str] = frozenset()


FactKey = tuple[str, str]


def may_enter(
    stage: Stage, *, facts: Mapping[FactKey, Fact], subjects: Iterable[Subject] | None, now: datetime
) -> Verdict:
    """Name every finding in the gate's order: plan-wide facts under ('criterion', ''), others by account key.

    `subjects` None means that nobody knows who is affected: that blocks whatever is asked per account.
    """
    accounts = None if subjects is None else tuple(subjects)
    demands = (CRITERIA[key] for key in DEMANDS.get(stage, ()))
    return together(_judge(criterion, facts, accounts, now) for criterion in demands)


def _judge(
    criterion: Criterion, facts: Mapping[FactKey, Fact], accounts: tuple[Subject, ...] | None, now: datetime
) -> Verdict:
    if criterion.scope is Scope.PLAN:
        return _judge_plan(criterion, facts, accounts or (), now)
    if accounts is None:
        return Verdict((Blocker(criterion.key, Reason.UNKNOWN, "", (("limit", criterion.limit),)),))
    return together(_judge_account(criterion, each, facts, now) for each in accounts if _concerns(criterion, each))


def _judge_plan(
    criterion: Criterion, facts: Mapping[FactKey, Fact], accounts: tuple[Subject, ...], now: datetime
) -> Verdict:
    """What is on record about an account comes first; one word about the plan covers only all others.

    The word is not missed where all others may pass by leave.
    """
    known = {each.key for each in accounts if criterion.has_own_facts and (criterion.key, each.key) in facts}
    verdict = together(_judge_account(criterion, each, facts, now) for each in accounts if each.key in known)
    others = [each for each in accounts if each.key not in known]
    if criterion.has_own_facts and accounts and all(criterion.key in each.leave for each in others):
        return verdict + together(_judge_account(criterion, each, facts, now) for each in others)
    blocker = _blocker(criterion, "", facts.get((criterion.key, "")), now)
    return verdict + Verdict((blocker,)) if blocker else verdict


def _concerns(criterion: Criterion, account: Subject) -> bool:
    return criterion.scope is Scope.ACCOUNT or account.is_key_account


def _judge_account(criterion: Criterion, account: Subject, facts: Mapping[FactKey, Fact], now: datetime) -> Verdict:
    blocker = _blocker(criterion, account.key, facts.get((criterion.key, account.key)), now)
    if blocker is None:
        return Verdict()
    if criterion.may_be_exempted and criterion.key in account.leave:
        return Verdict(cautions=(blocker,))
    return Verdict((blocker,))


def _blocker(criterion: Criterion, subject: str, fact: Fact | None, now: datetime) -> Blocker | None:
    limit = (("limit", criterion.limit), ("cleared_by", criterion.cleared_by))
    if fact is None:
        return Blocker(criterion.key, Reason.MISSING, subject, limit)
    known = (*limit, ("as_of", fact.as_of.isoformat()), ("source", fact.source))
    if fact.value is None or fact.as_of > now + CLOCK_TOLERANCE:  # the feed stopped, or a clock is wrong: never zero
        return Blocker(criterion.key, Reason.UNKNOWN, subject, known)
    if now - fact.as_of > criterion.fresh_for:
        return Blocker(criterion.key, Reason.STALE, subject, known)
    if criterion.holds(fact.value):
        return None
    return Blocker(criterion.key, Reason.BELOW, subject, (*known, ("value", str(fact.value))))
