"""Which blockers of the plan as a whole did two people let pass on record, and until when may they?"""

from datetime import datetime

from lifecycle.rules.criteria import CRITERIA, Scope
from lifecycle.rules.leave import LONGEST
from lifecycle.rules.verdicts import Blocker, Reason, Verdict, blocked

PEOPLE = 2


def may_be_taken(criterion: str) -> Verdict:
    """Only criteria of the plan as a whole for which rule 12 of reliability 4.1 leaves room."""
    known = CRITERIA.get(criterion)
    if known is None or known.scope is not Scope.PLAN or not known.may_be_exempted:
        return blocked("not_takeable", Reason.BROKEN_RULE, criterion=criterion)
    return Verdict()


def check_end(ends_at: datetime, *, now: datetime) -> Verdict:
    """A day to come, and no further away than leave may be."""
    if ends_at <= now:
        return blocked("risk_end", Reason.BROKEN_RULE, place="ends")
    if ends_at - now > LONGEST:
        return blocked("risk_end_far", Reason.BROKEN_RULE, place="ends")
    return Verdict()


def with_risks(verdict: Verdict, taken: frozenset[str]) -> Verdict:
    """What was let pass stays visible, as a caution."""
    passed = tuple(each for each in verdict.blockers if _is_let_pass(each, taken))
    rest = tuple(each for each in verdict.blockers if each not in passed)
    return Verdict(rest, verdict.cautions + passed)


def _is_let_pass(blocker: Blocker, taken: frozenset[str]) -> bool:
    return not blocker.subject and blocker.criterion in taken and bool(may_be_taken(blocker.criterion))
