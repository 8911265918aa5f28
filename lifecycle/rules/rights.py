"""Who may do which act?"""

from enum import StrEnum

from lifecycle.rules.actors import Actor, ActorKind, Role
from lifecycle.rules.stages import RULES, Move, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked


class Right(StrEnum):
    MOVE = "move"
    APPROVE = "approve"
    STOP = "stop"
    EDIT_PLAN = "edit_plan"
    ATTEST = "attest"
    CLEAR_ACCOUNT = "clear_account"
    SETTLE_MESSAGE = "settle_message"
    MANAGE_STAFF = "manage_staff"


_ALL_BUT_STAFF = frozenset(Right) - {Right.MANAGE_STAFF}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.NONE: frozenset(),
    Role.PM: _ALL_BUT_STAFF,
    Role.CSM_LEAD: _ALL_BUT_STAFF - {Right.MOVE, Right.EDIT_PLAN},
    Role.CSM: frozenset({Right.STOP, Right.CLEAR_ACCOUNT, Right.SETTLE_MESSAGE}),
    Role.OPERATOR: frozenset(Right) - {Right.EDIT_PLAN, Right.CLEAR_ACCOUNT},
    Role.SUPPORT: frozenset(),
    Role.APPROVER: frozenset({Right.APPROVE, Right.STOP}),
}
ONE_PERSON_ALWAYS = frozenset({Move.PAUSE, Move.ROLL_BACK, Move.BACK})


def may(actor: Actor, right: Right) -> Verdict:
    """Refused with who could (403, as against a wrong stage, 409)."""
    return may_any(actor, right)


def may_any(actor: Actor, *rights: Right) -> Verdict:
    """One of the rights is enough."""
    if RIGHTS[actor.role].intersection(rights):
        return Verdict()
    entitled = ", ".join(sorted(role.value for role, has in RIGHTS.items() if has.intersection(rights)))
    return blocked("rights", Reason.WRONG_PERSON, right=" or ".join(rights), entitled=entitled)


def may_move_to(actor: Actor, to: Stage, kind: Move) -> Verdict:
    """Forward needs the stage's mover; anyone with the stop right may pause, step back or roll back."""
    if kind in ONE_PERSON_ALWAYS:
        return may(actor, Right.STOP)
    if actor.kind is ActorKind.SYSTEM:
        allowed = to is Stage.OBSERVING
        return Verdict() if allowed else blocked("rights", Reason.WRONG_PERSON, right="move", entitled=RULES[to].mover)
    if actor.role in {RULES[to].mover, Role.PM} and not (RULES[to].mover is Role.OPERATOR and actor.role is Role.PM):
        return Verdict()
    return blocked("rights", Reason.WRONG_PERSON, right="move", entitled=RULES[to].mover.value)
