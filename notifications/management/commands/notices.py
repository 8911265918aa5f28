"""Who is told what and when in a plan, and what became of messages that need a person's eye?"""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, SunsetPlan, plan_named, staff_actor
from notifications.api import DeliveryRow, TouchpointRow, settle_uncertain, touchpoint_rows, uncertain_of
from notifications.management import approval_commands, preflight_commands, quarantine_commands, reach_commands

WHAT = ("all", "uncertain", "settle", reach_commands.UNREACHED, *approval_commands.ACTS, *preflight_commands.ACTS)


class Command(OperatorCommand):
    help = (
        "List a plan's planned contacts with their deliveries; `notices KEY uncertain` lists what nobody can say; "
        "`notices KEY settle NUMBER --arrived` or `--again` puts on record what a person found out; "
        "`notices KEY unreached` lists who was not truly reached; `notices proof ACCOUNT --out DIR` writes what can be "
        "proven to an account, `notices proof-verify FILE` checks it; `notices reply FILE` takes an answer by mail; "
        "`lint`, `preview`, `test-send`, `request`, `approve`, `runs`, `halt NUMBER`, `resume NUMBER` see to the words "
        "and to the mailings; `notices quarantine show`, `reconcile`, `release` to a ledger older than its anchor; "
        "`preflight`, `override`, `end-override`, `overrides` to what would not arrive and to words allowed on record."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the plan's key; or quarantine, proof, proof-verify, reply, forget")
        parser.add_argument("what", nargs="?", default="all", help=f"{', '.join(WHAT)}; or the account, or the file")
        parser.add_argument("number", nargs="?", type=int, default=0, help="the number that uncertain or runs prints")
        outcome = parser.add_mutually_exclusive_group()
        outcome.add_argument("--arrived", action="store_true", help="with settle: the recipient has it")
        outcome.add_argument("--again", action="store_true", help="with settle: it did not arrive, send it once more")
        parser.add_argument("--note", default="", help="with settle: what was found; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")
        reach_commands.arguments(parser)
        approval_commands.arguments(parser)
        preflight_commands.arguments(parser)
        quarantine_commands.arguments(parser)

    def run(self, **options: Any) -> Outcome:
        now = timezone.now()
        for ran in (quarantine_commands.ran, reach_commands.ran, approval_commands.ran, preflight_commands.ran):
            if done := ran(options, now=now):
                return done
        if options["what"] not in WHAT:
            raise BadInput(f"{options['what']!r} is none of: {', '.join(WHAT)}.")
        plan = plan_named(options["key"])
        if options["what"] == "settle":
            return _settle(plan, options)
        if options["what"] == "uncertain":
            doubtful = uncertain_of(plan)
            lines = [_delivery_line(each) for each in doubtful] or ["Nothing is uncertain."]
            return Outcome([asdict(each) for each in doubtful], lines, nothing=not doubtful)
        rows = touchpoint_rows(plan)
        lines = [_line(each) for each in rows] or ["No contact is planned."]
        return Outcome([asdict(each) for each in rows], lines, nothing=not rows)


def _settle(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    if not (options["arrived"] or options["again"]):
        raise BadInput("Say what became of it: --arrived, or --again to send it once more.")
    number = options["number"]
    if number not in {each.id for row in touchpoint_rows(plan) for each in row.deliveries}:
        raise BadInput(f"{plan.key} has no delivery {number}: `manage.py notices {plan.key} uncertain` lists them.")
    done = settle_uncertain(
        delivery_id=number,
        arrived=options["arrived"],
        actor=staff_actor(options["email"]),
        note=options["note"],
        now=timezone.now(),
    )
    said = "it arrived" if options["arrived"] else "it is sent once more"
    return Outcome({"plan": plan.key, "delivery": number, "status": done.status}, [f"{done.address}: {said}."])


def _line(row: TouchpointRow) -> str:
    sent = ", ".join(
        f"{each.address or row.channel}: {each.status}" + (f" in the letter of {each.within}" if each.within else "")
        for each in row.deliveries
    )
    why = f" ({row.reason})" if row.reason else ""
    return f"{row.day}  {row.account:<24} {row.notice:<18} {row.channel:<10} {row.status}{why}  {sent}".rstrip()


def _delivery_line(row: DeliveryRow) -> str:
    return f"{row.id}  {row.message_id}  {row.address}  {row.detail}"
