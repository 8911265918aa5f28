"""How do dates of a plan move from the command line: which are meant, what would follow, what came of it?"""

from datetime import date, datetime, timedelta
from typing import Any

from lifecycle.api import (
    BadInput,
    DateRequest,
    Outcome,
    Refused,
    SunsetPlan,
    affected_accounts,
    ask_dates,
    changed_dates,
    dates_verdict,
    day_named,
    move_dates,
    moved_along,
    plan_named,
    promises_of,
)
from lifecycle.rules.actors import Actor
from lifecycle.rules.date_moves import Moves
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.plan_changes import Change, consequences
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance


def moved(options: dict[str, Any], *, actor: Actor, backed_by: tuple[Actor, ...], now: datetime) -> Outcome:
    """All dates or none. Earlier than announced moves with two people named here, else it is asked for.

    Raises Refused, also on a trial; BadInput for words that name no date.
    """
    plan = plan_named(options["target"])
    moves = changed_dates(plan, _meant(plan, options, now=now))
    data, lines = _told(plan, moves)
    if not moves:
        return Outcome({**data, "outcome": "nothing"}, [f"{plan.key} stands exactly so: nothing to do."], nothing=True)
    allowance = Allowance(options["reason"], backed_by)
    if options["dry_run"]:
        verdict = dates_verdict(plan=plan, moves=moves, now=now, allowance=allowance)
        if not verdict:
            raise Refused(verdict)
        return Outcome({**data, "outcome": "trial"}, [f"{plan.key} would move:", *lines])
    if backed_by:
        move_dates(plan_id=plan.pk, moves=moves, actor=actor, now=now, allowance=allowance)
    else:
        done = ask_dates.ask_dates(plan_id=plan.pk, moves=moves, reason=options["reason"], actor=actor, now=now)
        if isinstance(done, DateRequest):
            said = "Asked: the dates move once two people stand behind them, on the plan's page."
            return Outcome({**data, "outcome": "asked", "request": str(done.uuid)}, [said, *lines])
    return Outcome({**data, "outcome": "moved"}, [f"{plan.key} has moved:", *lines])


def _meant(plan: SunsetPlan, options: dict[str, Any], *, now: datetime) -> Moves:
    given, by_days, is_along = options["dates"], options["by_days"], options["along"]
    if bool(given) == (by_days is not None):
        raise BadInput("Say which dates move: off=2027-06-30 and others, or --by-days N for the end.")
    moves = dict(_named(each) for each in given)
    if by_days is not None:
        moves = {MilestoneKind.OFF: _shifted(plan, by_days)}
    if not is_along:
        return moves
    if moves.keys() != {MilestoneKind.OFF}:
        raise BadInput("--along moves every promise ahead as far as the end: give off=DAY alone, or --by-days N.")
    return moved_along(plan, moves[MilestoneKind.OFF], now=now)


def _named(text: str) -> tuple[MilestoneKind, date]:
    kind, _equals, day = text.partition("=")
    if kind not in set(MilestoneKind):
        raise BadInput(f"{text!r} names no date: write MILESTONE=DAY, such as off=2027-06-30.")
    return MilestoneKind(kind), day_named(day, option=kind)


def _shifted(plan: SunsetPlan, by_days: int) -> date:
    end = next((each.date for each in promises_of(plan) if each.kind is MilestoneKind.OFF), None)
    if end is None:
        raise BadInput(f"{plan.key} has no date on which the module is switched off.")
    try:
        return end + timedelta(days=by_days)
    except OverflowError as error:
        raise BadInput(f"{by_days} days are beyond the calendar.") from error


def _told(plan: SunsetPlan, moves: Moves) -> tuple[dict[str, object], list[str]]:
    standing = {each.kind: each.date for each in promises_of(plan)}
    changes = [Change(f"dates.{kind}", str(standing[kind]), str(moves[kind])) for kind in standing if kind in moves]
    follows = consequences(changes, stage=Stage(plan.stage), accounts=affected_accounts(plan).count())
    data: dict[str, object] = {
        "key": plan.key,
        "changes": [{"place": each.place, "before": each.before, "after": each.after} for each in changes],
        "consequences": list(follows),
    }
    return data, [*(f"  {each.place}: {each.before} → {each.after}" for each in changes), *follows]
