"""How is a whole retirement told on real data, and how does the workspace of `make run` get its story?"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from config.demo import stage_door, workspace
from lifecycle.api import BadInput, OperatorCommand, Outcome

INVENTED = 24


class Command(OperatorCommand):
    help = "Tell a whole retirement in simulated time on private services; --load fills this workspace half-way."

    def arguments(self, parser: CommandParser) -> None:
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--load", action="store_true", help="fill this empty workspace with the story half-way")
        act.add_argument("--tell", metavar="FOLDER", default="", help="(inner) tell the story into this workspace")
        parser.add_argument(
            "--accounts", type=int, default=INVENTED, help=f"invented accounts around the public archives ({INVENTED})"
        )

    def run(self, **options: Any) -> Outcome:
        if settings.ENVIRONMENT == "production":
            raise BadInput("A production workspace takes no demo data.")
        if options["tell"]:
            return stage_door.tell(Path(options["tell"]), invented=options["accounts"], say=self.stdout.write)
        if options["load"]:
            return workspace.load(today=timezone.now().date(), invented=options["accounts"])
        return stage_door.run(invented=options["accounts"], say=self.stdout.write)
