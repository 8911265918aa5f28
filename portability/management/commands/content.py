"""How does an operator bring an account's content in?"""

from argparse import SUPPRESS
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import Account, BadInput, OperatorCommand, Outcome
from lifecycle.rules.actors import Actor
from portability import api


class Command(OperatorCommand):
    help = "Import an account's content: content import ACCOUNT --connector NAME PATH [--zone ZONE]"

    def arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        bring = acts.add_parser("import", help="read an export of another system")
        bring.add_argument("account", help="the account's key")
        bring.add_argument("path", help="a zip, tar or folder")
        bring.add_argument("--connector", required=True, help="one of: " + ", ".join(sorted(api.CONNECTORS)))
        bring.add_argument("--zone", help="how local times are meant (default: the account's own zone)")
        bring.add_argument("--json", action="store_true", default=SUPPRESS, help="print one JSON document")

    def run(self, **options: Any) -> Outcome:
        account = Account.objects.filter(key=options["account"]).first()
        if account is None:
            raise BadInput(f"account {options['account']!r} is unknown; import it first (manage.py import_accounts)")
        report = api.import_content(
            account=account,
            connector=options["connector"],
            path=Path(options["path"]),
            zone=options["zone"],
            actor=Actor.system("manage.py content"),
            now=timezone.now(),
        )
        counts = report.counts
        lines = [
            f"{report.connector} into {report.account}: {report.status}",
            "  " + ", ".join(f"{number} {name}" for name, number in counts.items() if isinstance(number, int)),
            "  the account now holds " + ", ".join(f"{number} {kind}" for kind, number in report.kinds.items()),
            f"  {report.events_new} new uses told to analytics",
            *(f"  {problem}" for problem in report.problems),
        ]
        return Outcome(asdict(report), lines, nothing=report.is_unchanged and not report.events_new)
