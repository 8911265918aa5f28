"""Are there enough people behind a move, and is each of them entitled?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lifecycle.rules.actors import Role
from lifecycle.rules.stages import RULES, Stage

VALID_FOR = timedelta(days=7)
APPROVERS = frozenset({Role.APPROVER, Role.PM, Role.CSM_LEAD, Role.OPERATOR})


@dataclass(frozen=True, slots=True)
class Yes:
    """One person's approval of a move, bound to the hash of what they saw."""

    identity: str
    role: Role
    plan_hash: str
    at: datetime


def valid(yes: Yes, *, plan_hash: str, author: str, now: datetime) -> bool:
    """The same hash, fresh, an approver's role, and not the plan's author (design: two logins, one identity)."""
    return (
        yes.plan_hash == plan_hash
        and timedelta(0) <= now - yes.at <= VALID_FOR
        and yes.role in APPROVERS
        and yes.identity != author
    )


def enough(stage: Stage, given: Iterable[Yes], *, plan_hash: str, author: str, now: datetime) -> bool:
    """Distinct people, as many as the stage's rule asks for; with two, at least one operator or CSM lead."""
    people = {yes.identity: yes for yes in given if valid(yes, plan_hash=plan_hash, author=author, now=now)}
    needed = RULES[stage].people
    if len(people) < needed:
        return False
    return needed < 2 or any(yes.role in {Role.OPERATOR, Role.CSM_LEAD} for yes in people.values())
