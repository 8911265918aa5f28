"""What would go out for a plan until a day, how much work is that, and what would other dates change?"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import (
    BadInput,
    OperatorCommand,
    Outcome,
    SunsetPlan,
    UnreadablePlan,
    day_named,
    moved_along,
    plan_named,
    promises_of,
    read_plan,
)
from lifecycle.rules.milestones import MilestoneKind
from notifications.api import OtherDates, moved_dates, simulate
from notifications.management import simulation_output
from notifications.services.other_dates import dates_of_file


class Command(OperatorCommand):
    help = "Run the real planner over the plan as it stands, or as it would be with other dates. Nothing is written."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the plan's key")
        parser.add_argument("--until", default="", metavar="DATE", help="last day to look at (else the last promise)")
        parser.add_argument("--now", default="", metavar="INSTANT", help="look from another instant (with zone)")
        parser.add_argument("--off", default="", metavar="DATE", help="what if the module ended on another day?")
        parser.add_argument("--along", action="store_true", help="with --off: every promise ahead moves as far")
        parser.add_argument("--move", action="append", default=[], metavar="MILESTONE=DATE", help="and other promises")
        parser.add_argument("--file", default="", metavar="FILE", help="what if this plan file were applied?")
        parser.add_argument("--diff", action="store_true", help="only what other dates would change")

    def run(self, **options: Any) -> Outcome:
        plan, now = plan_named(options["key"]), _instant(options["now"])
        other = _other(plan, options, now)
        if options["diff"] and other is None:
            raise BadInput("--diff compares with other dates: add --off DATE, --move MILESTONE=DATE or --file FILE.")
        found = simulate(plan=plan, until=_until(plan, options["until"], now), now=now, other=other)
        if options["diff"]:
            return simulation_output.changed(found)
        return simulation_output.simulated(found)


def _other(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> OtherDates | None:
    if options["file"]:
        if options["off"] or options["move"]:
            raise BadInput("--file says every date: leave out --off and --move.")
        return _of_file(plan, Path(options["file"]), now)
    moves: dict[MilestoneKind, date] = {}
    if options["off"]:
        off_date = day_named(options["off"], option="--off")
        moves = moved_along(plan, off_date, now=now) if options["along"] else {MilestoneKind.OFF: off_date}
    moves |= dict(_move(text) for text in options["move"])
    return moved_dates(plan, moves, now=now) if moves else None


def _of_file(plan: SunsetPlan, path: Path, now: datetime) -> OtherDates:
    try:
        return dates_of_file(plan, read_plan(path.read_bytes()), now=now)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}. Give the path of a plan file.") from error
    except UnreadablePlan as error:
        raise BadInput(f"{path} is no plan file: `manage.py plan validate {path}` says where.") from error


def _move(text: str) -> tuple[MilestoneKind, date]:
    kind, _, day = text.partition("=")
    if kind not in set(MilestoneKind):
        raise BadInput(f"--move {text!r}: expected MILESTONE=DATE with one of {', '.join(MilestoneKind)}.")
    return MilestoneKind(kind), day_named(day, option="--move")


def _until(plan: SunsetPlan, text: str, now: datetime) -> date:
    if text:
        until = day_named(text, option="--until")
        if until < now.date():
            raise BadInput(f"--until {text}: that day is past; a simulation looks ahead from {now.date()}.")
        return until
    return max((each.date for each in promises_of(plan)), default=now.date())


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
