"""Which events did customers' programs hear, and is one to be passed on once more?"""

from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, staff_actor
from notifications.api import replays


class Command(OperatorCommand):
    help = (
        "List the latest events for customers' webhooks; `webhooks replay EVENT --note WHY --as EMAIL` passes one on "
        "once more, the same bytes under the same id."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", default="list", choices=("list", "replay"))
        parser.add_argument("event", nargs="?", default="", help="with replay: the id of the event")
        parser.add_argument("--account", default="", help="with list: only of the account with this key")
        parser.add_argument("--note", default="", help="with replay: who asked for it; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        if options["what"] == "list":
            return _listed(options["account"])
        try:
            uuid = UUID(options["event"])
        except ValueError:
            raise BadInput(f"{options['event']!r} is no id of an event: `webhooks` lists them.") from None
        actor, now = staff_actor(options["email"]), timezone.now()
        if not replays.replay_event(uuid=uuid, actor=actor, note=options["note"], now=now):
            return Outcome({"event": str(uuid)}, ["It is under way already."], nothing=True)
        return Outcome({"event": str(uuid)}, ["It goes out once more."])


def _listed(account_key: str) -> Outcome:
    rows = [
        {
            "event": str(each.uuid),
            "account": each.account.key if each.account else "",
            "type": each.type,
            "status": each.status,
            "attempts": each.attempts,
            "created_at": each.created_at.isoformat(),
            "detail": each.detail,
        }
        for each in replays.webhook_events(account_key=account_key)
    ]
    names = ("event", "account", "type", "status", "detail")
    lines = ["  ".join(str(row[name]) for name in names).rstrip() for row in rows]
    return Outcome(rows, lines or ["No webhook heard of anything."], nothing=not rows)
