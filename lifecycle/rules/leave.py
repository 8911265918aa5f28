"""How many people does leave for one account take, and for how long may a second one be waited for?"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.approvals import APPROVERS, VALID_FOR
from lifecycle.rules.criteria import CRITERIA, Scope
from lifecycle.rules.verdicts import Reason, Verdict, blocked

RENEWALS = 2  # of leave to go on using; what comes after takes two people (lifecycle, section 6)
LONGEST = timedelta(days=730)
WAITS_FOR = VALID_FOR
LAST_DAY = date(9000, 1, 1)  # nobody gets leave till then, and every zone can still reckon with it


def people_needed(criterion: str, *, earlier: int) -> int:
    """`criterion` '' is leave to go on using; `earlier` counts such leaves that the account already had."""
    return 2 if criterion or earlier > RENEWALS else 1


def enough_people(people: Iterable[Actor], *, author: str, needed: int) -> Verdict:
    """Distinct persons who may approve, none of them the plan's author."""
    found = {
        each.identity
        for each in people
        if each.kind is ActorKind.PERSON and each.role in APPROVERS and each.identity != author
    }
    if len(found) >= needed:
        return Verdict()
    return blocked("two_people" if needed > 1 else "leave_person", Reason.WRONG_PERSON, found=len(found))


def may_be_left(criterion: str, reason: str, *, ends_at: datetime, now: datetime) -> Verdict:
    """Is it something that one account can be let off, for a reason, with an end?"""
    verdict = Verdict()
    if criterion and not (criterion in CRITERIA and CRITERIA[criterion].may_be_exempted):
        verdict += blocked("not_exemptible", Reason.BROKEN_RULE, criterion=criterion)
    elif criterion and criterion not in EXEMPTIBLE:
        verdict += blocked("subject", Reason.BROKEN_RULE, detail=f"{criterion} speaks of the plan as a whole")
    if not reason.strip():
        verdict += blocked("reason", Reason.BROKEN_RULE, detail="say why")
    if ends_at <= now:
        verdict += blocked("leave_end_past", Reason.BROKEN_RULE)
    elif ends_at - now > LONGEST:
        verdict += blocked("leave_end_far", Reason.BROKEN_RULE)
    return verdict


def still_waits(asked_at: datetime, *, now: datetime) -> bool:
    return now - asked_at <= WAITS_FOR


EXEMPTIBLE: tuple[str, ...] = tuple(
    each.key
    for each in CRITERIA.values()
    if each.may_be_exempted and (each.scope is not Scope.PLAN or each.has_own_facts)
)


def end_of(day: date, zone: str) -> datetime:
    """Leave lasts through its last day, in the zone of the plan. Days beyond LAST_DAY count as that one."""
    return datetime.combine(min(day, LAST_DAY) + timedelta(days=1), time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
