"""Start everything a local installation needs, and stop it with Ctrl-C: what are the words for it?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """`manage.py` itself gives `up` to config.runner before Django is loaded; here it is listed and explained."""

    help = "Start database, broker, web, worker and reconciler; Ctrl-C stops them. PORT and SUNSETTER_STATE choose."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the addresses as one JSON object when ready")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Run it as the only command: manage.py up")
