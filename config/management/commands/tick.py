"""What is due now, and is it done?"""

from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from config import tick
from lifecycle.api import BadInput, OperatorCommand, Outcome


class Command(OperatorCommand):
    help = "Ask every question of the schedule once and do what is due; --loop goes on until stopped."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped, ringing for workers")
        parser.add_argument("--now", default="", help="an instant with zone, to look at another time")

    def run(self, **options: Any) -> Outcome:
        if options["loop"]:
            tick.run_forever()
        now = timezone.now()
        if options["now"]:
            now = _instant(options["now"])
        rounds = tick.run_once(now=now, beats=not options["now"])
        return Outcome({"rounds": rounds, "now": now.isoformat()}, [f"{rounds} rounds done as of {now.isoformat()}."])


def _instant(text: str) -> datetime:
    try:
        given = parse_datetime(text)
    except ValueError:  # it looks like one, but no calendar or clock has it
        given = None
    if given is None or given.tzinfo is None:
        raise BadInput(f"--now {text!r}: give a time with zone, such as 2027-03-14T09:00:00+00:00.")
    return given
