"""Which programs may come with a token, and how does one get or lose it?"""

from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, MachineToken, OperatorCommand, Outcome, issue_token, machine_tokens, revoke_token
from lifecycle.rules.actors import Actor
from lifecycle.rules.machine_tokens import TokenRight

ACTOR = Actor.system("tokens")


class Command(OperatorCommand):
    help = "issue: make a token and show it once; revoke: it opens nothing any more; list: all, without their text."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("issue", "revoke", "list"))
        parser.add_argument("name", nargs="?", default="", help="the token's name")
        rights = [right.value for right in TokenRight]
        parser.add_argument("--right", action="append", choices=rights, default=[], help="what it may; again for more")
        parser.add_argument("--source", metavar="S", default="", help="the feed that the program speaks for")
        parser.add_argument("--days", type=int, metavar="N", default=365, help="for how long (default 365; 0: no end)")

    def run(self, **options: Any) -> Outcome:
        if options["action"] == "list":
            rows = [_row(token) for token in machine_tokens()]
            return Outcome(rows, [_line(row) for row in rows] or ["No token was issued."], nothing=not rows)
        if not options["name"]:
            raise BadInput("Name the token: `manage.py tokens issue shop-events --right activity:write --source shop`.")
        if options["action"] == "revoke":
            return _revoke(options["name"])
        return _issue(options)


def _issue(options: dict[str, Any]) -> Outcome:
    now = timezone.now()
    if options["days"] < 0:
        raise BadInput("--days counts forward: 0 for no end.")
    token, text = issue_token(
        name=options["name"],
        rights=[TokenRight(each) for each in options["right"]],
        source=options["source"] or options["name"],
        expires_at=now + timedelta(days=options["days"]) if options["days"] else None,
        actor=ACTOR,
        now=now,
    )
    row = _row(token)
    return Outcome({**row, "token": text}, [_line(row), f"token, shown only now: {text}"])


def _revoke(name: str) -> Outcome:
    is_done = revoke_token(name=name, actor=ACTOR, now=timezone.now())
    said = f"{name} opens nothing any more." if is_done else f"{name} was revoked before."
    return Outcome({"name": name, "revoked": is_done}, [said], nothing=not is_done)


def _row(token: MachineToken) -> dict[str, object]:
    return {
        "name": token.name,
        "rights": token.rights,
        "source": token.source,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "last_used_at": token.last_used_at,
    }


def _line(row: dict[str, object]) -> str:
    rights = ", ".join(map(str, row["rights"])) if isinstance(row["rights"], list) else ""
    ends = f"revoked {row['revoked_at']}" if row["revoked_at"] else f"until {row['expires_at'] or 'revoked'}"
    return f"{row['name']}: {rights} for source {row['source']}, {ends}, last used {row['last_used_at'] or 'never'}"
