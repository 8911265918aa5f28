"""May this person change that login's role?"""

from dataclasses import dataclass

from lifecycle.rules.actors import Actor, ActorKind, Role
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, Verdict, blocked

GIVEN: tuple[Role, ...] = tuple(role for role in Role if role is not Role.NONE)


@dataclass(frozen=True, slots=True)
class StaffLogin:
    """The login as it stands; `others` counts further active operators."""

    email: str
    identity: str
    role: Role
    is_customer: bool
    others: int


def may_change_role(actor: Actor, login: StaffLogin, to: Role, reason: str) -> Verdict:
    """Nobody their own; never the last operator's; no customer's login. The command line makes the first operator."""
    is_first = actor.kind is ActorKind.SYSTEM and not login.others and login.role is not Role.OPERATOR
    verdict = Verdict() if is_first and to is Role.OPERATOR else may(actor, Right.MANAGE_STAFF)
    if actor.identity == login.identity:
        verdict += blocked("own_role", Reason.WRONG_PERSON)
    if login.is_customer:
        verdict += blocked("customer_login", Reason.BROKEN_RULE, subject=login.email)
    if login.role is Role.OPERATOR and to is not Role.OPERATOR and not login.others:
        verdict += blocked("last_operator", Reason.BROKEN_RULE, subject=login.email)
    if not reason.strip():
        verdict += blocked("reason", Reason.BROKEN_RULE, detail="say why")
    return verdict
