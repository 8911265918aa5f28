"""What is wrong with the sending of notices now, and what is to be done about it?"""

from typing import Any

from django.utils import timezone

from lifecycle.api import OperatorCommand, Outcome
from notifications.api import safeguards

REFUSED = 2


class Command(OperatorCommand):
    help = "List the open alarms with their remedies; they are told to OPERATOR_EMAIL and to rooms of staff once each."

    def run(self, **options: Any) -> Outcome:
        del options
        found = safeguards.open_alarms(now=timezone.now())
        lines = [f"{each.check}: {each.sentence}\n    {each.remedy}" for each in found] or ["No alarm is open."]
        return Outcome([each.as_json() for each in found], lines, code=REFUSED if found else 0)
