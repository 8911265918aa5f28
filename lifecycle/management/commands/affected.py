"""Who is touched by a plan, by name, and how far is each?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import (
    BadInput,
    OperatorCommand,
    Outcome,
    SunsetPlan,
    affected,
    affected_csv,
    affected_days,
    affected_rows,
    as_affected_row,
    claim_done,
    plan_named,
    staff_actor,
    tally_as_json,
    uuid_named,
)
from lifecycle.rules.affected import AffectedStatus, SubjectKind
from lifecycle.rules.affected_list import Wanted

LISTS = "affected KEY"


class Command(OperatorCommand):
    help = (
        "list: users, integrations, tokens and clients; days: how many were left when; done: keep what a person says."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the plan's key")
        parser.add_argument("action", nargs="?", default="list", choices=("list", "days", "done"))
        parser.add_argument("uuid", nargs="?", default="", help="with done: who, as the list names them")
        parser.add_argument("--account", default="", help="of this account alone")
        parser.add_argument("--status", default="", choices=list(AffectedStatus), help="at this status alone")
        parser.add_argument("--kind", default="", choices=list(SubjectKind), help="of this kind alone")
        parser.add_argument("--csv", action="store_true", help="print the list as CSV")
        parser.add_argument("--note", default="", help="with done: who said so, and how you know")
        parser.add_argument("--as", dest="email", default="", help="with done: the login that acts")

    def run(self, **options: Any) -> Outcome:
        plan = plan_named(options["key"])
        if options["action"] == "done":
            return _done(plan, options)
        if options["action"] == "days":
            return _days(plan)
        wanted = Wanted(options["status"], options["account"], options["kind"])
        return self._csv(plan, wanted) if options["csv"] else _list(plan, wanted)

    def _csv(self, plan: SunsetPlan, wanted: Wanted) -> Outcome:
        """Written as it is read: the list may be long."""
        written = 0
        for line in affected_csv(plan, wanted=wanted, now=timezone.now()):
            self.stdout.write(line)
            written += 1
        return Outcome(None, nothing=written == 1)


def _list(plan: SunsetPlan, wanted: Wanted) -> Outcome:
    now = timezone.now()
    rows = list(affected_rows(plan, wanted=wanted, now=now))
    dormant = affected.dormant_integrations(plan)
    data = {
        "plan": plan.key,
        "module": plan.module.key,
        "counts": tally_as_json(affected.tally(plan, now=now, wanted=wanted)),
        "dormant_integrations": dormant,
        "subjects": rows,
    }
    lines = [
        f"{row['uuid']}  {row['status']:<13} {row['account']:<24} {row['kind']} {row['key']}  {row['count']} times, "
        f"last {row['last_at']}{_claimed(row)}"
        for row in rows
    ]
    lines += [f"configured, and never used: {name}" for name in dormant]
    return Outcome(data, lines or ["Nobody is affected, as far as activity tells."], nothing=not rows)


def _claimed(row: dict[str, object]) -> str:
    return f"  (says done: {row['claimed_by']}, {row['claim_note']})" if row["claimed_at"] else ""


def _days(plan: SunsetPlan) -> Outcome:
    days = [{"date": day.isoformat(), **tally_as_json(tally)} for day, tally in affected_days(plan)]
    lines = [f"{day['date']}  {day['left']} left of {day['total']}" for day in days]
    return Outcome(days, lines or ["Nobody was ever affected, as far as activity tells."], nothing=not days)


def _done(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    uuid = uuid_named(options["uuid"], lists=LISTS)
    if not affected.subjects(plan, wanted=Wanted(), now=timezone.now()).filter(uuid=uuid).exists():
        raise BadInput(f"{plan.key} affects nobody called {uuid}: `manage.py {LISTS}` lists them.")
    claim_done(subject_id=uuid, note=options["note"], actor=staff_actor(options["email"]), now=timezone.now())
    found = affected.subjects(plan, wanted=Wanted(), now=timezone.now()).get(uuid=uuid)
    row = as_affected_row(found, "")
    lines = [f"{row['key']} says done. It stays {row['status']} until it has been silent for long enough."]
    return Outcome(row, lines)
