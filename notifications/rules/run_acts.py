"""What stands in the way of halting a mailing, or of letting it go on?"""

from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.rules.runs import RunStatus


def halting(actor: Actor, status: str, *, halted_by: str, is_finished: bool) -> Verdict:
    """Of what is finished nothing is left to hold: halted, it would only wait for a person to let nothing go on."""
    verdict = may(actor, Right.STOP)
    if status == RunStatus.HALTED:
        verdict += blocked("run_halted", Reason.WRONG_STAGE, by=halted_by)
    elif is_finished:
        verdict += blocked("run_finished", Reason.WRONG_STAGE)
    return verdict


def resuming(actor: Actor, status: str) -> Verdict:
    verdict = may(actor, Right.APPROVE)
    return verdict if status == RunStatus.HALTED else verdict + blocked("run_not_halted", Reason.WRONG_STAGE)
