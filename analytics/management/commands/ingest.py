"""Which received batches of activity wait, and are they imported?"""

import time
from typing import Any

from django.core.management.base import CommandParser
from django.db import close_old_connections
from django.utils import timezone

from analytics.services.ingest_batches import ingest
from analytics.services.ingest_receive import backlog
from lifecycle.api import OperatorCommand, Outcome

PAUSE_S = 1.0


class Command(OperatorCommand):
    help = "Import the batches of activity that wait, as the worker does each round."

    def arguments(self, parser: CommandParser) -> None:
        follow = "go on until interrupted, in a process that does nothing else"
        parser.add_argument("--follow", action="store_true", help=follow)

    def run(self, **options: Any) -> Outcome:
        settled = _all_that_wait()
        try:
            while options["follow"]:
                time.sleep(PAUSE_S)
                close_old_connections()
                settled += _all_that_wait()
        except KeyboardInterrupt:
            pass
        left = backlog()
        lines = [f"{settled} batches imported or refused; {left.batches} wait, with {left.events} events."]
        return Outcome({"settled": settled, "waiting": left.batches}, lines, nothing=not settled)


def _all_that_wait() -> int:
    settled = 0
    while found := ingest(now=timezone.now()):
        settled += found
    return settled
