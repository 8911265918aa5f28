"""What should the host product show, what does it show, is it told, and who gives the module back?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import (
    BadInput,
    OperatorCommand,
    Outcome,
    SunsetPlan,
    account_named,
    plan_named,
    release_account,
    roll_back_account,
    roll_back_plan,
    staff_actor,
)
from lifecycle.rules.stages import Stage, SwitchLevel
from lifecycle.services.drive_switches import Driven, drive_switches

ERROR, PASSES = 1, 3


class Command(OperatorCommand):
    help = (
        "status: what is desired and observed; drive: send and read back until done; read: only read; "
        "rollback: give the module back, to everybody or --account A; release: that account follows the plan again."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("status", "drive", "read", "rollback", "release"))
        parser.add_argument("key", help="the plan's key")
        parser.add_argument("--account", default="", help="with rollback and release: this account alone")
        parser.add_argument("--to", default="", help="with rollback of an account: at which stage it is held")
        parser.add_argument("--reason", default="", help="why; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        plan = plan_named(options["key"])
        if options["action"] == "rollback":
            return _roll_back(plan, options)
        if options["action"] == "release":
            return _release(plan, options)
        driven = Driven()
        if options["action"] != "status":
            driven = _passes(plan, is_read=options["action"] == "read")
        rows = [_row(each) for each in plan.switches.select_related("account").order_by("account__key")]
        lines = [
            f"{row['account'] or 'everybody'}: desired {row['desired']}, observed {row['observed'] or 'unknown'}"
            f"{', done' if row['done'] else ''}{': ' + str(row['error']) if row['error'] else ''}"
            for row in rows
        ]
        if driven.error:
            self.stderr.write(f"{plan.key}: the switch {driven.error}.")
        data = {"plan": plan.key, "module": plan.module.key, "rows": rows, "sent": driven.sent, "error": driven.error}
        if driven.error:
            return Outcome(data, lines, code=ERROR)
        return Outcome(data, lines or ["Nothing is announced yet, or the plan names no switch."], nothing=not rows)


def _roll_back(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    actor, now, reason = staff_actor(options["email"]), timezone.now(), options["reason"]
    if not options["account"]:
        if options["to"]:
            raise BadInput("--to goes with --account: a plan as a whole goes back to where it is assessed again.")
        done = roll_back_plan(plan_id=plan.pk, actor=actor, now=now, reason=reason)
        return Outcome(
            {"plan": plan.key, "stage": done.stage},
            [
                f"{plan.key} is rolled back: everybody has the module again.",
                f"Tell the host product now: `manage.py switch drive {plan.key}`.",
                f"Go on: `manage.py gate {plan.key} assessing --enter …`, or give up: `cancelled`.",
            ],
        )
    if options["to"] and options["to"] not in list(Stage):
        raise BadInput(f"No stage is called {options['to']!r}. Stages: {', '.join(Stage)}.")
    account = account_named(options["account"])
    to = Stage(options["to"]) if options["to"] else None
    row = roll_back_account(plan_id=plan.pk, account=account, actor=actor, now=now, reason=reason, to=to)
    return Outcome(
        {"plan": plan.key, "account": account.key, "held_at": row.held_at_stage},
        [
            f"{account.key} has the module back, as at “{Stage(row.held_at_stage).label}”.",
            f"Tell the host product now: `manage.py switch drive {plan.key}`.",
            f"Undo: `manage.py switch release {plan.key} --account {account.key} …`.",
        ],
    )


def _release(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    account = account_named(options["account"])
    actor = staff_actor(options["email"])
    release_account(plan_id=plan.pk, account=account, actor=actor, now=timezone.now(), reason=options["reason"])
    lines = [
        f"{account.key} follows {plan.key} again, which is at “{Stage(plan.stage).label}”.",
        f"Tell the host product now: `manage.py switch drive {plan.key}`.",
    ]
    return Outcome({"plan": plan.key, "account": account.key, "held_at": ""}, lines)


def _passes(plan: SunsetPlan, *, is_read: bool) -> Driven:
    total = Driven()
    for turn in range(1 if is_read else PASSES):
        now = timezone.now()
        latest = drive_switches(plan_id=plan.pk, now=now, is_forced=turn == 0, may_drive=not is_read)
        total = Driven(latest.rows, total.sent + latest.sent, latest.done, latest.failed, latest.error)
        if latest.error or not latest.rows:
            break
    return total


def _row(row: Any) -> dict[str, object]:  # a Switch
    return {
        "account": row.account.key if row.account else "",
        "desired": SwitchLevel(row.desired).key,
        "observed": SwitchLevel(row.observed).key if row.observed is not None else None,
        "observed_at": row.observed_at,
        "equal_reads": row.equal_reads,
        "done": row.is_observed,
        "error": row.last_error,
    }
