"""Which commands tell whether letters would arrive, and put on record that words are allowed?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser

from lifecycle.api import BadInput, Outcome, Refused, SunsetPlan, plan_named, sentence, staff_actor, verdict_as_dict
from lifecycle.rules.verdicts import together
from notifications.api import safeguards
from notifications.rules.notice_codes import NoticeCode


def arguments(parser: CommandParser) -> None:
    parser.add_argument("--words", default="", help="with override, end-override: the words as lint shows them")
    parser.add_argument("--basis", default="", help="with override: the law or advice that allows them")


def ran(options: dict[str, Any], *, now: datetime) -> Outcome | None:
    act = ACTS.get(options["what"])
    return act(plan_named(options["key"]), options, now) if act else None


def _preflight(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    """Exit 2 when something would refuse the request for approval."""
    del options
    found = safeguards.preflight(plan, now=now)
    verdict = together(each.verdict for each in found)
    if not verdict:
        raise Refused(verdict)
    lines = []
    for each in found:
        lines.append(f"{each.verdict.level:8} {each.name}: {each.measured}")
        lines += [f"         {sentence(caution)}" for caution in each.verdict.cautions]
    data = [{"check": each.name, "measured": each.measured, **verdict_as_dict(each.verdict)} for each in found]
    return Outcome({"plan": plan.key, "checks": data}, lines)


def _override(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    row = safeguards.allow_words(
        plan=plan,
        code=_one(options),
        words=options["words"],
        basis=options["basis"],
        reason=options["reason"],
        actor=staff_actor(options["email"]),
        now=now,
    )
    facts = {"notice": row.code, "words": row.words, "basis": row.basis}
    return Outcome(facts, [f"{row.code}: “{row.words}” is allowed on record. Ask for approval anew."])


def _end_override(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    given = {name: options[name] for name in ("words", "reason")}
    actor = staff_actor(options["email"])
    row = safeguards.take_back_words(plan=plan, code=_one(options), actor=actor, now=now, **given)
    return Outcome({"notice": row.code, "words": row.words}, [f"{row.code}: “{row.words}” is not allowed any more."])


def _overrides(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    del options, now
    rows = safeguards.overrides_of(plan)
    lines = [f"{row.code}  “{row.words}”  {row.basis}  {row.by}, {row.at:%Y-%m-%d}: {row.reason}" for row in rows]
    data = [{"notice": row.code, "words": row.words, "basis": row.basis, "by": row.by} for row in rows]
    return Outcome(data, lines or ["No words are allowed on record."], nothing=not rows)


def _one(options: dict[str, Any]) -> NoticeCode:
    if not options["notice"]:
        raise BadInput(f"Say which notice: --notice {', '.join(NoticeCode)}.")
    return NoticeCode(options["notice"])


ACTS: dict[str, Callable[[SunsetPlan, dict[str, Any], datetime], Outcome]] = {
    "preflight": _preflight,
    "override": _override,
    "end-override": _end_override,
    "overrides": _overrides,
}
