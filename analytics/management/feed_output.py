"""How do the sources of activity stand, and what does somebody at the command line promise of one?"""

from datetime import datetime
from typing import Any

from analytics.api import declare_heartbeat, last_complete_day, sources_at
from analytics.rules.source_figures import SourceFigures
from lifecycle.api import BadInput, Outcome, staff_actor


def run_feeds(options: dict[str, Any], *, now: datetime) -> Outcome:
    """List every source; with --declare promise its least events of a day first."""
    if options["declare"]:
        if options["heartbeat"] is None:
            raise BadInput("Say how many events a day are the least with --heartbeat N; 0 learns from weekdays again.")
        declare_heartbeat(
            source=options["declare"],
            heartbeat=options["heartbeat"] or None,
            actor=staff_actor(options["email"]),
            now=now,
        )
    rows = sources_at(as_of=last_complete_day(now))
    lines = [_line(each) for each in rows] or ["No source has delivered yet."]
    return Outcome([each.as_json() for each in rows], lines, nothing=not rows)


def _line(each: SourceFigures) -> str:
    rule = f"at least {each.heartbeat} a day" if each.heartbeat else "learnt from weekdays"
    clock = each.clock.status.value + (f" by {abs(each.clock.skew_s)} s" if each.clock.skew_s else "")
    bad = ", ".join(f"{day.date} {day.status}" for day in each.days if day.status != "ok") or "every day complete"
    return (
        f"{each.source}: {each.coverage.status}, {each.coverage.received} events in 28 d"
        f" ({100 * each.coverage.arrived:.0f} % of expected, {rule}); clock {clock}; {bad}"
    )
