"""Which addresses must not be written to, how is one repaired, and how do its reminders end?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, staff_actor
from notifications.api import reminders, repair_address, suppressed_addresses


class Command(OperatorCommand):
    help = (
        "List the addresses that are not written to, with the reason; `addresses repair ADDRESS --note WHY --as EMAIL` "
        "lets mail go there again and sends once more what is owed; `addresses stop ADDRESS --note WHO --as EMAIL` "
        "ends its optional reminders, when somebody asked a person for it."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", default="list", choices=("list", "repair", "stop"))
        parser.add_argument(
            "address", nargs="?", default="", help="with repair: the mailbox that works again; with stop: whose"
        )
        parser.add_argument("--note", default="", help="what was mended, or who asked for the end; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        if options["what"] == "list":
            rows = suppressed_addresses()
            lines = [f"{each.address}  {each.scope}  {each.reason}" for each in rows] or ["No address is left out."]
            return Outcome([each.as_json() for each in rows], lines, nothing=not rows)
        if not options["address"]:
            raise BadInput(f"Say which address: `addresses {options['what']} user@example.com --note WHY --as EMAIL`.")
        address, note, now = options["address"], options["note"], timezone.now()
        actor = staff_actor(options["email"])
        if options["what"] == "stop":
            stopped = reminders.stop_reminders(address=address, actor=actor, note=note, now=now)
            said = "No reminders go there any more; what must be heard does." if stopped else "It had none before."
            return Outcome({"stopped": stopped}, [said], nothing=not stopped)
        queued = repair_address(address=address, actor=actor, note=note, now=now)
        if queued is None:
            return Outcome({"queued": 0}, ["Nothing stood in the way of that address."], nothing=True)
        return Outcome({"queued": queued}, [f"Mail goes there again; {queued} queued once more."])
