"""Which rooms get copies of milestones, and do they arrive?"""

import os
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, staff_actor
from notifications.api import chat, pass_on_copies

ADDRESS = "CHAT_ADDRESS"


class Command(OperatorCommand):
    help = (
        "List the rooms that hear of milestones; `chat add NAME --as EMAIL` takes the room's address from the "
        f"environment ({ADDRESS}), so that it stands in no history; `chat test NAME`; `chat remove NAME --as EMAIL`."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", default="list", choices=("list", "add", "test", "remove"))
        parser.add_argument("name", nargs="?", default="", help="what the room is called here")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        name, now = options["name"], timezone.now()
        if options["what"] == "list":
            names = [each.name for each in chat.chat_targets()]
            return Outcome(names, names or ["No room hears of milestones."], nothing=not names)
        if not name:
            raise BadInput(f"Say which room: `chat {options['what']} NAME`.")
        if options["what"] == "add":
            address = os.environ.get(ADDRESS, "")
            if not address:
                raise BadInput(f"Give the room's address in the environment, as {ADDRESS}=…: it is a secret.")
            chat.add_chat_target(name=name, address=address, actor=staff_actor(options["email"]), now=now)
            return Outcome({"name": name}, [f"{name} hears of milestones from now on."])
        if options["what"] == "remove":
            removed = chat.remove_chat_target(name=name, actor=staff_actor(options["email"]), now=now)
            return Outcome({"name": name, "removed": removed}, [f"{name} hears nothing more."], nothing=not removed)
        return _tried(name)


def _tried(name: str) -> Outcome:
    """Queued and passed on at once; what came of it is on the row."""
    now = timezone.now()
    copy = chat.try_chat_target(name=name, now=now)
    pass_on_copies(now=now)
    copy.refresh_from_db()
    if copy.status != "sent":
        raise BadInput(f"{name} did not take the test: {copy.detail or copy.status}.")
    return Outcome({"name": name, "status": copy.status}, [f"{name} took the test."])
