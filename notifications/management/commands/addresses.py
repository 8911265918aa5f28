"""Which addresses must not be written to, and how is one repaired?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, staff_actor
from notifications.api import repair_address, suppressed_addresses


class Command(OperatorCommand):
    help = (
        "List the addresses that are not written to, with the reason; `addresses repair ADDRESS --note WHY --as EMAIL` "
        "lets mail go there again and sends once more what is still owed."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", default="list", choices=("list", "repair"))
        parser.add_argument("address", nargs="?", default="", help="with repair: the mailbox that works again")
        parser.add_argument("--note", default="", help="with repair: what was mended; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        if options["what"] == "list":
            rows = suppressed_addresses()
            lines = [f"{each.address}  {each.scope}  {each.reason}" for each in rows] or ["No address is left out."]
            return Outcome([each.as_json() for each in rows], lines, nothing=not rows)
        if not options["address"]:
            raise BadInput("Say which address: `addresses repair user@example.com --note WHY --as EMAIL`.")
        queued = repair_address(
            address=options["address"],
            actor=staff_actor(options["email"]),
            note=options["note"],
            now=timezone.now(),
        )
        if queued is None:
            return Outcome({"queued": 0}, ["Nothing stood in the way of that address."], nothing=True)
        return Outcome({"queued": queued}, [f"Mail goes there again; {queued} queued once more."])
