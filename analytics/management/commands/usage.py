"""Who uses a module?"""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from analytics.api import burn_down, callers, co_use, id_twins, usage
from analytics.management.feed_output import run_feeds
from analytics.management.flood_output import run_floods
from analytics.management.usage_output import twin_lines, usage_lines
from lifecycle.api import BadInput, OperatorCommand, Outcome

FEEDS, FLOODS = "feeds", "floods"


class Command(OperatorCommand):
    help = (
        "Show a module's users, accounts, coverage and verdicts up to a day (default: the last complete one);"
        " `usage feeds`: how every source delivers; `usage floods`: users left out because they look like programs."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("module", help=f"the module's key, or {FEEDS}, or {FLOODS}")
        parser.add_argument("--as-of", metavar="D", default="", help="the last day that counts, like 2026-05-31")
        parser.add_argument("--declare", metavar="SOURCE", default="", help=f"with {FEEDS}: promise its --heartbeat")
        parser.add_argument("--heartbeat", type=int, metavar="N", help="with --declare: least events of a day; 0: none")
        parser.add_argument("--exclude", metavar="SOURCE", default="", help=f"with {FEEDS}: leave out its --actions")
        parser.add_argument("--actions", metavar="P,…", help="with --exclude: like 'bot.*,system.*'; '': none any more")
        parser.add_argument("--look", action="store_true", help=f"with {FLOODS}: search for new ones first")
        parser.add_argument("--decide", metavar="UUID", default="", help=f"with {FLOODS}: which one")
        parser.add_argument("--verdict", default="", help="with --decide: bot, person (counts again) or open")
        parser.add_argument("--note", default="", help="with --decide: what was found; kept")
        parser.add_argument(
            "--as", dest="email", default="", help="with --decide, --declare, --exclude: the login that acts"
        )

    def run(self, **options: Any) -> Outcome:
        if options["module"] == FEEDS:
            return run_feeds(options, now=timezone.now())
        if options["module"] == FLOODS:
            return run_floods(options, now=timezone.now())
        return _usage(options["module"], _day(options["as_of"]))


def _usage(module_key: str, day: date | None) -> Outcome:
    """The published form, and beside it co-use, callers and the burn-down of the module's plan."""
    now = timezone.now()
    found = usage(module_key=module_key, now=now, as_of=day)
    together = co_use(module_key=module_key, now=now, as_of=found.as_of)
    called = callers(module_key=module_key, now=now, as_of=found.as_of)
    left, twins = burn_down(module_key=module_key), id_twins(module_key=module_key, as_of=found.as_of)
    data = {
        **found.as_json(),
        "co_use": together.as_json(),
        "callers": called.as_json()["callers"],
        "callers_are_covered": called.is_covered,
        "burn_down": left.as_json() if left else None,
        "id_twins": twins.as_json(),
    }
    return Outcome(data, [*usage_lines(found, together, called, left), *twin_lines(twins)])


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
