"""Do the pages of docs/generated say what the rules say?"""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.documents import DOCUMENTS


class Command(BaseCommand):
    help = "Write docs/generated from the rules; with --check only name the pages that differ, and exit 1 if any does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        folder = settings.BASE_DIR / "docs" / "generated"
        texts = {folder / name: make() for name, make in DOCUMENTS.items()}
        differing = [path for path, text in texts.items() if not path.is_file() or path.read_text("utf-8") != text]
        for path in differing:
            self.stdout.write(f"{'differs' if options['check'] else 'written'}: docs/generated/{path.name}")
            if not options["check"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(texts[path], encoding="utf-8")
        if options["check"] and differing:
            self.stderr.write("Run `manage.py generate_docs` and commit what it writes.")
            sys.exit(1)
