"""What is weighed before a module goes: costs, scores, capabilities, feedback, scenarios; and who takes which risk?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import (
    BadInput,
    OperatorCommand,
    Outcome,
    SunsetPlan,
    ask_to_take_risk,
    assessment_of,
    back_risk,
    criterion_name,
    day_named,
    import_remarks,
    plan_named,
    staff_actor,
    uuid_named,
)
from lifecycle.management import assess_output
from lifecycle.rules.leave import end_of
from lifecycle.services.assess_compare import assessment_as_json, compare_scenarios
from lifecycle.services.assess_file import read_assessment, write_assessment
from lifecycle.services.assess_risk import risks_of, withdraw_risk
from lifecycle.services.plan_source import UnreadablePlan

ACTIONS = ("show", "set", "remarks", "compare", "risk", "back", "withdraw", "risks")


class Command(OperatorCommand):
    help = (
        "show KEY; set KEY FILE.yaml; remarks KEY FILE.csv; compare A B, each PLAN or PLAN/SCENARIO; "
        "risk KEY CRITERION to let a criterion pass until a day, back or withdraw KEY UUID; risks KEY lists them."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=ACTIONS)
        parser.add_argument("key", help="the plan's key; with compare the first scenario")
        parser.add_argument("what", nargs="?", default="", help="a file, a criterion, a uuid, or the second scenario")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")
        parser.add_argument("--reason", default="", help="with risk: why it is taken")
        parser.add_argument("--until", default="", help="with risk: the last day, such as 2027-06-30")

    def run(self, **options: Any) -> Outcome:
        action, key, what = options["action"], options["key"], options["what"]
        if action == "compare":
            if not what:
                raise BadInput("assess compare needs two: PLAN or PLAN/SCENARIO each.")
            return assess_output.compared(compare_scenarios(key, what))
        plan = plan_named(key)
        if action == "show":
            found = assessment_of(plan)
            return assess_output.shown(plan.key, found, assessment_as_json(found))
        if action == "risks":
            return assess_output.risks(risks_of(plan, now=timezone.now()))
        if not what:
            raise BadInput(f"assess {action} needs a second word; see `manage.py assess --help`.")
        acts: dict[str, Callable[[SunsetPlan, str, dict[str, Any]], Outcome]] = {
            "set": self._set,
            "remarks": self._remarks,
            "risk": self._risk,
            "back": self._back,
            "withdraw": self._withdraw,
        }
        return acts[action](plan, what, options)

    def _set(self, plan: SunsetPlan, what: str, options: dict[str, Any]) -> Outcome:
        try:
            file = read_assessment(_bytes_of(Path(what)))
        except UnreadablePlan as error:
            found = (f"{what}:{each.line}: {each.place}: {each.message} [{each.rule}]" for each in error.faults)
            raise BadInput("\n".join(found)) from error
        changed = write_assessment(plan=plan, file=file, actor=staff_actor(options["email"]), now=timezone.now())
        lines = [f"{plan.key}: {changed} entries changed."]
        return Outcome({"plan": plan.key, "changed": changed}, lines, nothing=not changed)

    def _remarks(self, plan: SunsetPlan, what: str, options: dict[str, Any]) -> Outcome:
        actor, data = staff_actor(options["email"]), _bytes_of(Path(what))
        return assess_output.remarks(what, import_remarks(plan=plan, data=data, actor=actor, now=timezone.now()))

    def _risk(self, plan: SunsetPlan, what: str, options: dict[str, Any]) -> Outcome:
        day = day_named(options["until"], option="--until")
        risk = ask_to_take_risk(
            plan=plan,
            criterion=what,
            reason=options["reason"],
            ends_at=end_of(day, plan.timezone),
            actor=staff_actor(options["email"]),
            now=timezone.now(),
        )
        lines = [f"{plan.key}: {criterion_name(what)}: asked for as {risk.uuid}; two people must back it."]
        return Outcome({"plan": plan.key, "criterion": what, "uuid": str(risk.uuid)}, lines)

    def _back(self, plan: SunsetPlan, what: str, options: dict[str, Any]) -> Outcome:
        uuid = uuid_named(what, lists="assess risks KEY")
        risk = back_risk(plan=plan, risk=uuid, actor=staff_actor(options["email"]), now=timezone.now())
        people = risk.backings.count()
        return Outcome(
            {"uuid": what, "people": people}, [f"{plan.key}: {people} people stand behind {risk.criterion}."]
        )

    def _withdraw(self, plan: SunsetPlan, what: str, options: dict[str, Any]) -> Outcome:
        uuid = uuid_named(what, lists="assess risks KEY")
        risk = withdraw_risk(plan=plan, risk=uuid, actor=staff_actor(options["email"]), now=timezone.now())
        return Outcome({"uuid": what, "withdrawn": risk.criterion}, [f"{plan.key}: {risk.criterion} passes no longer."])


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}. Give the path of a file.") from error
