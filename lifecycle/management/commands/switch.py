"""What should the host product show, what does it show, and is it told?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, SunsetPlan
from lifecycle.rules.stages import SwitchLevel
from lifecycle.services.drive_switches import Driven, drive_switches

ERROR, PASSES = 1, 3


class Command(OperatorCommand):
    help = "status: what is desired and observed; drive: send and read back until done; read: only read."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("status", "drive", "read"))
        parser.add_argument("key", help="the plan's key")

    def run(self, **options: Any) -> Outcome:
        plan = SunsetPlan.objects.filter(key=options["key"]).select_related("module").first()
        if plan is None:
            raise BadInput(f"No plan is called {options['key']!r}. `manage.py plan show` lists them.")
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
