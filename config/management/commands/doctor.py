"""Which part of this installation fails, in one sentence each, and what is to be done?"""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from config.doctor.examination import examine, exit_code, patient_here
from config.environment import readings
from lifecycle.api import OperatorCommand


class Command(OperatorCommand):
    """Works when the database is down. Its own exit codes; words that nobody can read are an error as everywhere."""

    help = "Examine this installation. Exit 0 fine, 1 something could not be checked, 2 something blocks."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--settings-read", action="store_true", help="list each setting with its source instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["settings_read"]:
            self._settings(as_json=options["json"])
            return
        found = examine(patient_here())
        if options["json"]:
            self.stdout.write(json.dumps({"exit": exit_code(found), "findings": [asdict(each) for each in found]}))
        else:
            self.stdout.writelines(f"{finding.sentence()}\n" for finding in found)
        sys.exit(exit_code(found))

    def _settings(self, *, as_json: bool) -> None:
        listed = [asdict(reading) for reading in readings()]
        if as_json:
            self.stdout.write(json.dumps(listed))
        else:
            self.stdout.writelines(f"{each['name']:32} {each['shown']}  ({each['source']})\n" for each in listed)
