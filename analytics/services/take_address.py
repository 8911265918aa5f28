"""How is one addressed file judged row by row and taken?"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from analytics.connectors.files.addresses import Address
from analytics.connectors.files.reading import Declared, read_rows
from analytics.rules.import_report import FileReport
from analytics.services.publish_import import Delivery
from analytics.services.recipe import Recipe
from analytics.services.take_events import Judged, take
from analytics.services.workspace import scratch_dir
from lifecycle.rules.actors import Actor


def take_address(address: Address, delivery: Delivery, *, actor: Actor, now: datetime) -> FileReport:
    """Only under the import lock."""
    with scratch_dir() as scratch:
        judged = judged_rows(address, delivery.recipe, scratch, now)
        return take(delivery, judged, scratch=scratch, actor=actor, now=now)


def judged_rows(address: Address, recipe: Recipe, scratch: Path, now: datetime) -> Iterator[Judged]:
    """Every row of the file with its event or its fault."""
    judge = recipe.judge(now=now)
    declared = Declared(recipe.field_map, recipe.encoding, recipe.delimiter)
    for row in read_rows(address, declared, scratch=scratch):
        yield row, row.fault or judge(dict(row.values))
