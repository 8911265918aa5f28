"""Which part of this installation fails, in one sentence each, and what is to be done?"""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from config.doctor.examination import examine, exit_code, patient_here
from config.environment import readings


class Command(BaseCommand):
    """Works when the database is down, so it asks for no system checks."""

    help = "Examine this installation. Exit 0 fine, 1 something could not be checked, 2 something blocks."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")
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
