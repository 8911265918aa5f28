"""How do the sources of activity stand, and what does somebody at the command line promise of one?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from analytics.api import (
    LeftOut,
    counted_for_good,
    declare_heartbeat,
    exclude_actions,
    last_complete_day,
    left_out,
    sources_at,
)
from analytics.rules.source_figures import SourceFigures
from lifecycle.api import BadInput, Outcome, staff_actor


def run_feeds(options: dict[str, Any], *, now: datetime) -> Outcome:
    """List every source; first promise its least events of a day (--declare), or what is no use (--exclude)."""
    if options["declare"]:
        if options["heartbeat"] is None:
            raise BadInput("Say how many events a day are the least with --heartbeat N; 0 learns from weekdays again.")
        declare_heartbeat(
            source=options["declare"],
            heartbeat=options["heartbeat"] or None,
            actor=staff_actor(options["email"]),
            now=now,
        )
    said = _exclude(options, now=now) if options["exclude"] else []
    day = last_complete_day(now)
    rows, excluded = sources_at(as_of=day), left_out(as_of=day)
    listed = [_line(each) + _left_out(excluded.get(each.source, ())) for each in rows]
    unseen = [name for name in excluded if name not in {each.source for each in rows}]
    listed += [f"{name}: delivers nothing now{_left_out(excluded[name])}" for name in unseen]
    data: list[dict[str, object]] = [{**each.as_json(), **_rules(excluded.get(each.source, ()))} for each in rows]
    data += [{"source": name, "status": None, **_rules(excluded[name])} for name in unseen]
    return Outcome(data, [*said, *(listed or ["No source has delivered yet."])], nothing=not listed)


def _exclude(options: dict[str, Any], *, now: datetime) -> list[str]:
    """What became of it, and of which days."""
    if options["actions"] is None:
        raise BadInput("Say which actions are no use with --actions 'bot.*,system.*'; '' lets all count again.")
    patterns = options["actions"].split(",") if options["actions"].strip() else []
    row = exclude_actions(source=options["exclude"], patterns=patterns, actor=staff_actor(options["email"]), now=now)
    last = counted_for_good()
    since = f"; days up to {last} stay as they were counted, their events are no longer kept" if last else ""
    what = f"{', '.join(row.excluded_actions)} count as no use" if row.excluded_actions else "all actions count"
    return [f"{row.name}: {what}. Past days are counted anew with the next refresh or pull{since}."]


def _left_out(rules: Sequence[LeftOut]) -> str:
    counted = (f"{each.pattern} ({'not counted here' if each.events is None else each.events})" for each in rules)
    return f"; leaves out {', '.join(counted)}" if rules else ""


def _rules(rules: Sequence[LeftOut]) -> dict[str, object]:
    return {"excluded_actions": [each.pattern for each in rules], "left_out": [each.as_json() for each in rules]}


def _line(each: SourceFigures) -> str:
    rule = f"at least {each.heartbeat} a day" if each.heartbeat else "learnt from weekdays"
    clock = each.clock.status.value + (f" by {abs(each.clock.skew_s)} s" if each.clock.skew_s else "")
    bad = ", ".join(f"{day.date} {day.status}" for day in each.days if day.status != "ok") or "every day complete"
    return (
        f"{each.source}: {each.coverage.status}, {each.coverage.received} events in 28 d"
        f" ({100 * each.coverage.arrived:.0f} % of expected, {rule}); clock {clock}; {bad}"
    )
