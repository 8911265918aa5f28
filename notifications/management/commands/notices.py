"""Who is told what and when in a plan, and which messages need a person's eye?"""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from lifecycle.api import BadInput, OperatorCommand, Outcome, SunsetPlan
from notifications.api import DeliveryRow, TouchpointRow, touchpoint_rows, uncertain_of


class Command(OperatorCommand):
    help = "List a plan's planned contacts with their deliveries; `notices KEY uncertain` lists what nobody can say."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the plan's key")
        parser.add_argument("what", nargs="?", default="all", choices=("all", "uncertain"))

    def run(self, **options: Any) -> Outcome:
        plan = SunsetPlan.objects.filter(key=options["key"]).first()
        if plan is None:
            raise BadInput(f"No plan is called {options['key']!r}. `manage.py plan show` lists them.")
        if options["what"] == "uncertain":
            doubtful = uncertain_of(plan)
            lines = [_delivery_line(each) for each in doubtful] or ["Nothing is uncertain."]
            return Outcome([asdict(each) for each in doubtful], lines, nothing=not doubtful)
        rows = touchpoint_rows(plan)
        lines = [_line(each) for each in rows] or ["No contact is planned."]
        return Outcome([asdict(each) for each in rows], lines, nothing=not rows)


def _line(row: TouchpointRow) -> str:
    sent = ", ".join(f"{each.address or row.channel}: {each.status}" for each in row.deliveries)
    why = f" ({row.reason})" if row.reason else ""
    return f"{row.day}  {row.account:<24} {row.notice:<18} {row.channel:<10} {row.status}{why}  {sent}".rstrip()


def _delivery_line(row: DeliveryRow) -> str:
    return f"{row.id}  {row.message_id}  {row.address}  {row.detail}"
