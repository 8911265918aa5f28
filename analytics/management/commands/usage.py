"""Who uses a module?"""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from analytics.api import ModuleUsage, usage
from lifecycle.api import BadInput, OperatorCommand, Outcome


class Command(OperatorCommand):
    help = "Show a module's users, accounts, coverage and verdicts up to a day (default: the last complete one)."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("module", help="the module's key")
        parser.add_argument("--as-of", metavar="D", default="", help="the last day that counts, like 2026-05-31")

    def run(self, **options: Any) -> Outcome:
        found = usage(module_key=options["module"], now=timezone.now(), as_of=_day(options["as_of"]))
        return Outcome(found.as_json(), _lines(found))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"--as-of {text!r} is not a day: write it like 2026-05-31.") from None
    if not 2000 <= day.year <= 2200:
        raise BadInput(f"--as-of {text} is out of range: 2000 to 2200.")
    return day


def _lines(found: ModuleUsage) -> list[str]:
    windows = ", ".join(f"{count if count is not None else '?'} in {days} d" for days, count in found.users.items())
    lines = [f"{found.module} up to {found.as_of} (days in UTC; accounts in their own zone)", f"  users: {windows}"]
    lines += [
        f"  source {each.source}: {each.coverage.status}, {each.coverage.received} events in 28 d"
        for each in found.feeds.sources
    ] or ["  no source has delivered: unknown"]
    lines += [
        f"  {each.account}: {each.verdict}, {'?' if each.users_28 is None else each.users_28} users in 28 d; {each.why}"
        for each in found.by_account
    ]
    return lines
