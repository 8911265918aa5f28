"""Which days does a place or a customer work, and how far do the tables reach?"""

from datetime import date, timedelta
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import OperatorCommand, Outcome, account_named, day_named, staff_actor
from notifications.api import calendar_alarms
from notifications.rules.working_days import WorkingDays
from notifications.services.own_days import calendar_of, drop_own_day, keep_own_day, own_days, whose_days

REFUSED = 2
ACTS = ("list", "show", "work", "rest", "drop", "check")


class Command(OperatorCommand):
    help = (
        "`list` days that were set by hand; `show --place CN --year 2027` what is worked; `work DAY` or `rest DAY` "
        "with --place or --account and --source puts a day before the public table, `drop DAY` takes it back; "
        "`check` names plans whose dates lie beyond a table."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=ACTS)
        parser.add_argument("day", nargs="?", default="", help="with work, rest, drop: such as 2027-02-20")
        parser.add_argument("--place", default="", help="a country or region, such as CN or DE-BY")
        parser.add_argument("--account", default="", metavar="KEY", help="one customer")
        parser.add_argument("--source", default="", help="who decreed it, and where it can be read")
        parser.add_argument("--year", type=int, default=0, help="with show: which year (default: this one)")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        act = options["act"]
        if act == "list":
            return _listed()
        if act == "check":
            return _checked()
        account = account_named(options["account"]) if options["account"] else None
        whose, now = whose_days(place=options["place"], account=account), timezone.now()
        if act == "show":
            year = options["year"] or now.year
            return _shown(str(whose), year, calendar_of(whose, year=year))
        day, actor = day_named(options["day"], option=act), staff_actor(options["email"])
        if act == "drop":
            changed = drop_own_day(whose, day, actor=actor, now=now)
        else:
            is_worked, source = act == "work", options["source"]
            changed = keep_own_day(whose, day, is_worked=is_worked, source=source, actor=actor, now=now)
        data = {"whose": str(whose), "date": day.isoformat(), "act": act}
        return Outcome(data, [f"{whose}: {day}: {act if changed else 'as before'}"], nothing=not changed)


def _listed() -> Outcome:
    rows = [
        {
            "whose": row.account.key if row.account else row.place,
            "date": row.date.isoformat(),
            "is_worked": row.is_worked,
            "source": row.source,
            "set_by": row.set_by,
        }
        for row in own_days()
    ]
    lines = [f"{r['date']}  {r['whose']}: {'work' if r['is_worked'] else 'rest'} ({r['source']})" for r in rows]
    return Outcome(rows, lines or ["Every day is as in the public tables."], nothing=not rows)


def _checked() -> Outcome:
    """Exit 2 when a table ends before a plan does."""
    alarms = calendar_alarms()
    data = [{"plan": each.plan_key, "version": each.version, "gaps": list(each.gaps)} for each in alarms]
    lines = [f"{each.plan_key}: no table of {', '.join(each.gaps)} ({each.version})" for each in alarms]
    return Outcome(data, lines or ["Every table reaches to the end of its plans."], code=REFUSED if alarms else 0)


def _shown(name: str, year: int, days: WorkingDays) -> Outcome:
    """Weekdays of rest and worked weekends; the rest is as the week says."""
    first = date(year, 1, 1)
    whole = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    rest = [day for day in whole if day.weekday() not in days.weekly_rest and not days.is_working(day)]
    worked = [day for day in whole if day.weekday() in days.weekly_rest and days.is_working(day)]
    until = days.known_until.isoformat() if days.known_until else ""
    data = {"whose": name, "year": year, "rest": rest, "worked": worked, "known_until": until, "assumed": days.assumed}
    lines = [f"{day:%Y-%m-%d %a}  rest" for day in rest] + [f"{day:%Y-%m-%d %a}  worked" for day in worked]
    end = "Monday to Friday, assumed" if days.assumed else f"known until {until}"
    return Outcome(data, [*lines, f"{name} {year}: {end}"])
