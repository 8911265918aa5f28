"""May a plan enter a stage; and who says yes, signs for a fact, or takes the step?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import (
    Account,
    BadInput,
    OperatorCommand,
    Outcome,
    Refused,
    SunsetPlan,
    advance,
    approve,
    attest,
    gate_verdict,
    plan_hash,
    plan_named,
    sentence,
    staff_actor,
    verdict_as_dict,
)
from lifecycle.rules.stages import Stage


class Command(OperatorCommand):
    help = "Show a gate's verdict (exit 2 with blockers, 0 when open); approve, attest or enter with --as EMAIL."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the plan's key")
        parser.add_argument("name", help="the stage to enter: " + ", ".join(Stage))
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--approve", action="store_true", help="say yes to the plan as it stands")
        act.add_argument("--attest", metavar="CRITERION", default="", help="sign for a fact that nobody can compute")
        act.add_argument(
            "--revoke", metavar="CRITERION", default="", help="say that what was signed for holds no longer"
        )
        act.add_argument("--enter", action="store_true", help="take the step")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")
        parser.add_argument("--account", default="", help="with --attest: the account that the fact is about")
        parser.add_argument("--note", default="", help="what was checked, or why")

    def run(self, **options: Any) -> Outcome:
        plan = plan_named(options["key"])
        if options["name"] not in list(Stage):
            raise BadInput(f"No stage is called {options['name']!r}. Stages: {', '.join(Stage)}.")
        to, now = Stage(options["name"]), timezone.now()
        if options["approve"]:
            approve(plan_id=plan.pk, to=to, seen_hash=plan_hash(plan), actor=staff_actor(options["email"]), now=now)
            return Outcome({"plan": plan.key, "approved": to}, [f"{plan.key}: approved to enter {to.label}."])
        if options["attest"] or options["revoke"]:
            return _attest(plan, options["attest"] or options["revoke"], options)
        if options["enter"]:
            advance(plan_id=plan.pk, to=to, actor=staff_actor(options["email"]), now=now, reason=options["note"])
            return Outcome({"plan": plan.key, "stage": to}, [f"{plan.key} is now {to.label}."])
        return _show(plan, to)


def _show(plan: SunsetPlan, to: Stage) -> Outcome:
    verdict = gate_verdict(plan=plan, to=to, now=timezone.now())
    if not verdict:
        raise Refused(verdict)
    lines = [f"{plan.key}: the gate to {to.label} is open."]
    lines += [f"caution: {sentence(each)}" for each in verdict.cautions]
    return Outcome({"plan": plan.key, "to": to, **verdict_as_dict(verdict)}, lines)


def _attest(plan: SunsetPlan, criterion: str, options: dict[str, Any]) -> Outcome:
    account = Account.objects.filter(key=options["account"]).first()
    if options["account"] and account is None:
        raise BadInput(f"No account is called {options['account']!r}.")
    attest(
        plan=plan,
        criterion=criterion,
        subject=account,
        actor=staff_actor(options["email"]),
        note=options["note"],
        now=timezone.now(),
        holds=not options["revoke"],
    )
    said = "revoked" if options["revoke"] else "attested"
    return Outcome({"plan": plan.key, said: criterion}, [f"{plan.key}: {said} {criterion}."])
