"""Who still tries after the end, and who found out why?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import (
    BadInput,
    OperatorCommand,
    Outcome,
    Straggler,
    SunsetPlan,
    open_work,
    plan_named,
    settle_straggler,
    staff_actor,
    uuid_named,
)

LISTS = "stragglers list KEY"


class Command(OperatorCommand):
    help = "list: late calls by account, subject and caller, open ones first; settle: say what was found."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("list", "settle"))
        parser.add_argument("key", help="the plan's key")
        parser.add_argument("uuid", nargs="?", default="", help="with settle: which one")
        parser.add_argument("--open", action="store_true", help="with list: only those that nobody settled")
        parser.add_argument("--note", default="", help="with settle: what was found; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        plan = plan_named(options["key"])
        return _settle(plan, options) if options["action"] == "settle" else _list(plan, only_open=options["open"])


def _list(plan: SunsetPlan, *, only_open: bool) -> Outcome:
    rows = [_as_dict(each) for each in open_work.stragglers(plan, only_open=only_open)]
    lines = [
        f"{row['uuid']}  {row['status']:<8} {row['account']:<24} {row['subject']} {row['caller']}  "
        f"{row['count']} times, last {row['last_at']}  {row['note']}".rstrip()
        for row in rows
    ]
    return Outcome(rows, lines or ["Nobody tries."], nothing=not rows)


def _settle(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    uuid = uuid_named(options["uuid"], lists=LISTS)
    found = open_work.straggler(plan, uuid)
    if found is None:
        raise BadInput(f"{plan.key} has no straggler {uuid}: `manage.py {LISTS}` lists them.")
    actor, note = staff_actor(options["email"]), options["note"]
    done = settle_straggler(straggler_id=found.pk, note=note, actor=actor, now=timezone.now())
    lines = [f"{done.account.key}: {done.subject} is settled. Use after this opens it again."]
    return Outcome(_as_dict(done), lines)


def _as_dict(row: Straggler) -> dict[str, object]:
    return {
        "uuid": str(row.uuid),
        "status": "settled" if row.settled_at else "open",
        "account": row.account.key,
        "subject": row.subject,
        "caller": row.caller,
        "count": row.count,
        "first_at": row.first_at,
        "last_at": row.last_at,
        "settled_at": row.settled_at,
        "note": row.settled_note,
    }
