"""Does the host product show what each plan asks for, and was that read back twice?"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db import transaction

from lifecycle.models import SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import Stage, SwitchLevel
from lifecycle.rules.switch_levels import equal_reads_after
from lifecycle.services.advance import advance
from lifecycle.services.audit import record
from lifecycle.services.brownouts_watch import watch_brownouts
from lifecycle.services.drive_switches_choice import switch_of
from lifecycle.services.drive_switches_lease import Claim, claim, release
from lifecycle.services.drive_switches_rows import due_rows, match_rows
from lifecycle.services.evidence_once import record_evidence_once
from lifecycle.services.refusal import Refused
from lifecycle.switches import contract

SYSTEM = Actor.system("switch")
SOURCE = "switch"


@dataclass(frozen=True, slots=True)
class Driven:
    """One pass: rows looked at, orders sent, rows now observed as desired, rows that could not be read."""

    rows: int = 0
    sent: int = 0
    done: int = 0
    failed: int = 0
    error: str = ""


def drive_switches(*, plan_id: int, now: datetime, is_forced: bool = False, may_drive: bool = True) -> Driven:
    """One pass over a plan's rows; run it twice, late or on two machines at once. Network outside transactions.

    `is_forced` looks at rows that are done, too; `may_drive` False only reads.
    """
    watch_brownouts(plan_id=plan_id, now=now)
    plan = match_rows(plan_id, now)
    if plan is None:
        return Driven()
    try:
        switch = switch_of(plan)
    except contract.SwitchFault as fault:
        _push_evidence(plan, None, now, detail=str(fault))
        return Driven(error=str(fault))
    if switch is None:
        return Driven()
    driven = Driven()
    for pk in due_rows(plan, now, is_forced):
        held = claim(pk)
        if held is not None:
            driven = _one(plan, switch, held, now, driven, may_drive=may_drive)
    _push_evidence(plan, driven, now)
    _begin_observation(plan, now)
    return driven


def _one(
    plan: SunsetPlan, switch: contract.Switch, held: Claim, now: datetime, driven: Driven, *, may_drive: bool
) -> Driven:
    desired, was_driven, observed, error = held.desired, False, None, ""
    try:
        observed = _read(plan, switch, held)
        if observed is not desired and may_drive:
            switch.drive(_order(plan, held))
            was_driven = True
            observed = _read(plan, switch, held)
    except contract.SwitchFault as fault:
        observed, error = None, str(fault)
    reads = equal_reads_after(observed, desired=desired, before=held.equal_reads, was_driven=was_driven)
    with transaction.atomic():
        is_mine = release(held, observed=observed, equal_reads=reads, error=error, now=now)
        if is_mine and was_driven:
            record(
                "lifecycle.switch.driven",
                subject=f"{plan.key}/{held.account_key or 'everybody'}",
                actor=SYSTEM,
                at=now,
                account=held.account,
                plan_key=plan.key,
                level=desired.key,
                observed=observed.key if observed is not None else "unknown",
                message_id=held.message_id(plan),
            )
    return replace(
        driven,
        rows=driven.rows + 1,
        sent=driven.sent + was_driven,
        done=driven.done + (reads >= 2),
        failed=driven.failed + bool(error),
        error=error or driven.error,
    )


def _read(plan: SunsetPlan, switch: contract.Switch, held: Claim) -> SwitchLevel | None:
    return switch.read(
        module=plan.module.key, account=held.account_key, message_id=held.message_id(plan), sent_at=held.claimed_at
    )


def _order(plan: SunsetPlan, held: Claim) -> contract.Order:
    return contract.Order(
        message_id=held.message_id(plan),
        plan=plan.key,
        module=plan.module.key,
        account=held.account_key,
        level=held.desired,
        revision=held.revision,
        ordered_at=held.desired_at,
        sent_at=held.claimed_at,
    )


def _push_evidence(plan: SunsetPlan, driven: Driven | None, now: datetime, *, detail: str = "") -> None:
    """Unknown is not yes: a switch that does not answer proves nothing."""
    if driven is not None and not driven.rows:
        return
    answers = None if driven is None or driven.failed else True
    rows = list(plan.switches.all())
    seen = None if answers is None else all(row.is_observed for row in rows)
    put = partial(record_evidence_once, plan=plan, subject=None, now=now, source=SOURCE)
    put(criterion="switch_answers", value=answers, detail=detail or (driven.error if driven else ""))
    if plan.stage in {Stage.OFF, Stage.OBSERVING}:
        put(
            criterion="switch_observed",
            value=seen,
            detail=f"{sum(row.is_observed for row in rows)} of {len(rows)} rows",
        )


def _begin_observation(plan: SunsetPlan, now: datetime) -> None:
    """`observing` begins by itself, once `off` was observed, and not before."""
    if plan.stage != Stage.OFF or not all(row.is_observed for row in plan.switches.all()):
        return
    try:
        advance(plan_id=plan.pk, to=Stage.OBSERVING, actor=SYSTEM, now=now)
    except Refused:  # the gate says why on its page; the next pass asks again
        return
