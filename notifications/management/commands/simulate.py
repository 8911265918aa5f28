"""What would go out for a plan until a day, how many calls is that, and who would not be ready?"""

from datetime import date, datetime
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, SunsetPlan
from notifications.api import Simulation, simulate


class Command(OperatorCommand):
    help = "Run the real planner over the plan as it stands. Nothing is written."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the plan's key")
        parser.add_argument("--until", required=True, metavar="DATE", help="last day to look at, such as 2027-06-30")
        parser.add_argument("--now", default="", metavar="INSTANT", help="look from another instant (with zone)")

    def run(self, **options: Any) -> Outcome:
        plan = SunsetPlan.objects.filter(key=options["key"]).select_related("module").first()
        if plan is None:
            raise BadInput(f"No plan is called {options['key']!r}. `manage.py plan show` lists them.")
        found = simulate(plan=plan, until=_day(options["until"]), now=_instant(options["now"]))
        return Outcome(found.as_json(), _lines(found), nothing=not found.contacts)


def _lines(found: Simulation) -> list[str]:
    lines = [
        f"{each.day}  " + ", ".join(f"{count} × {notice} by {channel}" for notice, channel, count in each.notices)
        for each in found.days
    ]
    lines += [f"{each.day}  {each.csm or 'nobody'} calls {each.calls}" for each in found.calls]
    lines += [f"not ready: {each.account}: {'; '.join(each.reasons)}" for each in found.not_ready]
    return lines or ["Nothing would go out."]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise BadInput(f"--until {text!r}: expected a day such as 2027-06-30.") from problem


def _instant(text: str) -> datetime:
    if not text:
        return timezone.now()
    try:
        given = datetime.fromisoformat(text)
    except ValueError as problem:
        raise BadInput(f"--now {text!r}: expected an instant such as 2027-03-01T12:00:00+00:00.") from problem
    if given.tzinfo is None:
        raise BadInput(f"--now {text!r}: say the zone too, such as {text}+00:00.")
    return given
