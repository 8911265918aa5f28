"""Do two people stand behind an exception, neither of them the plan's author?"""

from collections.abc import Iterable
from dataclasses import dataclass

from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, Verdict, blocked


@dataclass(frozen=True, slots=True)
class Allowance:
    """An exception asked for: why, and who stands behind it."""

    reason: str = ""
    backed_by: tuple[Actor, ...] = ()


def two_people(backed_by: Iterable[Actor], *, author: str) -> Verdict:
    """Distinct persons with the right to approve; two logins of one person count once, the author not at all."""
    people = {
        actor.identity
        for actor in backed_by
        if actor.kind is ActorKind.PERSON and actor.identity != author and may(actor, Right.APPROVE)
    }
    return Verdict() if len(people) >= 2 else blocked("two_people", Reason.WRONG_PERSON, found=len(people))
