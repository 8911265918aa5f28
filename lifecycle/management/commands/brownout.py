"""Which short outages are planned before the end, and who ends them or calls them off?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, SunsetPlan, day_named, plan_named, staff_actor
from lifecycle.models import Brownout
from lifecycle.rules.brownouts import PRESET_HOURS
from lifecycle.services.brownouts import cancel_brownouts, end_brownout, plan_brownouts
from lifecycle.services.operator_words import time_named


class Command(OperatorCommand):
    help = (
        "list: every outage and how it ended; plan: one a week from a day on; end: the open one, now; "
        "cancel: all that have not begun. Exports stay open in every outage."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("list", "plan", "end", "cancel"))
        parser.add_argument("key", help="the plan's key")
        parser.add_argument("--first", default="", metavar="DAY", help="with plan: the day of the first outage")
        parser.add_argument("--time", default="10:00", metavar="HH:MM", help="with plan: when each begins (10:00)")
        preset = ",".join(map(str, PRESET_HOURS))
        parser.add_argument("--hours", default=preset, help=f"with plan: how long each lasts ({preset})")
        parser.add_argument("--reason", default="", help="with end and cancel: why; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        plan = plan_named(options["key"])
        act = {"list": _list, "plan": _plan, "end": _end, "cancel": _cancel}
        return act[options["action"]](plan, options)


def _list(plan: SunsetPlan, _options: dict[str, Any]) -> Outcome:
    rows = [_as_dict(each) for each in plan.brownouts.order_by("starts_at")]
    lines = [f"{row['starts_at']}  {row['hours']:>4} h  {row['outcome'] or 'ahead or open'}" for row in rows]
    return Outcome(rows, lines or ["No outage is planned."], nothing=not rows)


def _plan(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    rows = plan_brownouts(
        plan_id=plan.pk,
        first_date=day_named(options["first"], option="--first"),
        local_time=time_named(options["time"], option="--time"),
        hours=_hours(options["hours"]),
        actor=staff_actor(options["email"]),
        now=timezone.now(),
    )
    lines = [f"{len(rows)} outages, the last until {rows[-1].ends_at:%Y-%m-%d %H:%M} UTC. Key accounts are spared"]
    lines[0] += " until their call is logged."
    return Outcome([_as_dict(each) for each in rows], lines)


def _end(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    actor, reason = staff_actor(options["email"]), options["reason"]
    row = end_brownout(plan_id=plan.pk, actor=actor, reason=reason, now=timezone.now())
    return Outcome(_as_dict(row), ["The outage is over; the switch follows within a minute."])


def _cancel(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    actor, reason = staff_actor(options["email"]), options["reason"]
    count = cancel_brownouts(plan_id=plan.pk, actor=actor, reason=reason, now=timezone.now())
    return Outcome({"cancelled": count}, [f"{count} outages are called off."])


def _hours(text: str) -> list[int]:
    try:
        return [int(each) for each in text.split(",")]
    except ValueError as error:
        raise BadInput(f"--hours {text!r}: whole hours separated by commas were expected, as in 1,1,4.") from error


def _as_dict(row: Brownout) -> dict[str, Any]:
    return {
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "ended_early_at": row.ended_early_at,
        "hours": (row.ends_at - row.starts_at).total_seconds() / 3600,
        "outcome": row.outcome,
    }
