"""Do the copies of an account restore?"""

from argparse import SUPPRESS
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import Account, BadInput, OperatorCommand, Outcome
from lifecycle.rules.actors import Actor
from portability import api

FAILED = 2


class Command(OperatorCommand):
    help = "Restore drills: run restores each copy of the newest snapshot and compares it record by record."

    def arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for name, text in (("run", "restore and compare; exit 2 when a copy differs"), ("status", "the drills so far")):
            act = acts.add_parser(name, help=text)
            act.add_argument("--account", required=True, help="the account's key")
            act.add_argument("--json", action="store_true", default=SUPPRESS, help="print one JSON document")

    def run(self, **options: Any) -> Outcome:
        account = Account.objects.filter(key=options["account"]).first()
        if account is None:
            raise BadInput(f"account {options['account']!r} is unknown; --account takes its key")
        return _run(account) if options["act"] == "run" else _answer(_so_far(account))


def _run(account: Account) -> Outcome:
    newest = api.Snapshot.objects.filter(account=account, purpose="archive").order_by("-number").first()
    copies = list(newest.copies.select_related("snapshot", "snapshot__account", "account")) if newest else []
    if not copies:
        raise BadInput(f"account {account.key} has no copy to restore; make one first (archive snapshot, archive copy)")
    actor = Actor.system("manage.py drill")
    try:
        return _answer([api.run_drill(copy=copy, actor=actor, now=timezone.now()) for copy in copies])
    except api.CannotDecide as error:
        raise BadInput(str(error)) from error


def _so_far(account: Account) -> list[api.RestoreDrill]:
    return list(api.RestoreDrill.objects.filter(account=account).select_related("copy"))


def _answer(drills: list[api.RestoreDrill]) -> Outcome:
    data = [
        {
            "copy": each.copy.place,
            "started_at": each.started_at.isoformat(),
            "took_ms": each.took_ms,
            "depth": api.Depth(each.depth).word,
            "records": each.records,
            "differences": each.differences,
        }
        for each in drills
    ]
    lines = [
        line
        for each in drills
        for line in (
            f"{each.copy.place}: {api.Depth(each.depth).word}, {each.records} records in {each.took_ms} ms",
            *(f"  {difference}" for difference in each.differences),
        )
    ]
    failed = any(each.differences for each in drills)
    return Outcome(data, lines, nothing=not drills, code=FAILED if failed else 0)
