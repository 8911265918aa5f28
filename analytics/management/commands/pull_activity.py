"""What did whom use, according to a customer's warehouse in which the events stay?"""

import os
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from analytics.management.pull_output import lines_of
from analytics.management.recipe_options import field_map, source_name
from analytics.services.pull_activity import pull_activity, try_pull
from analytics.services.pull_table import CustomersWarehouse
from lifecycle.api import BadInput, OperatorCommand, Outcome
from lifecycle.rules.actors import Actor

ACTOR = Actor.system("pull_activity")
ADDRESS = "SUNSETTER_WAREHOUSE"


class Command(OperatorCommand):
    help = (
        "Have a customer's warehouse roll up its days, and take only the roll-ups. Its address is in the environment."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", metavar="S", required=True, help="the name of this warehouse among the sources")
        parser.add_argument("--table", metavar="T", required=True, help="the table or view of events, like schema.name")
        parser.add_argument("--address-in", metavar="V", default=ADDRESS, help=f"the variable of it (else {ADDRESS})")
        parser.add_argument("--map", metavar="F", default="", help="a YAML file that names columns and constants")
        parser.add_argument("--since", metavar="D", default="", help="days before it are not asked for")
        parser.add_argument("--again", action="store_true", help="pull each day that is asked for, changed or not")
        parser.add_argument("--times-in-utc", action="store_true", help="times there that name no zone are UTC")
        parser.add_argument("--hash-users", action="store_true", help="keep a keyed hash instead of users' ids")
        parser.add_argument(
            "--accept-empty", action="store_true", help="take back days that have no row there any more"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what is due and ten rows; write nothing")

    def run(self, **options: Any) -> Outcome:
        address = os.environ.get(options["address_in"], "")
        if not address:
            raise BadInput(f"The address of the warehouse is read from {options['address_in']}, which is not set.")
        warehouse = CustomersWarehouse(
            address=address,
            table=options["table"],
            source=source_name(options["source"]),
            field_map=field_map(options["map"]),
            is_utc=options["times_in_utc"],
            hash_users=options["hash_users"],
        )
        since, again, kept = _day(options["since"]), options["again"], settings.ROLL_UP_DAYS
        if options["dry_run"]:
            tried = try_pull(warehouse=warehouse, now=timezone.now(), since=since, again=again, roll_up_days=kept)
            return Outcome(tried.as_json(), lines_of(tried))
        found = pull_activity(
            warehouse=warehouse,
            actor=ACTOR,
            now=timezone.now(),
            since=since,
            again=again,
            accept_empty=options["accept_empty"],
            roll_up_days=kept,
        )
        for said in (found.stopped, *(f"{each.date}: {each.report.message}" for each in found.refused)):
            if said:
                self.stderr.write(said)
        if not found.is_whole:
            return Outcome(found.as_json(), lines_of(found), code=1)
        return Outcome(found.as_json(), lines_of(found), nothing=not found.days)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(f"--since is a day like 2026-05-01, not {text!r}.") from None
