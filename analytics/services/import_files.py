"""How are files of activity imported?"""

from collections.abc import Sequence
from datetime import date, datetime

from analytics import queries
from analytics.connectors.files.addresses import Address, expand
from analytics.connectors.files.raw_row import FileFault
from analytics.rules.import_report import FileOutcome, FileReport, ImportReport
from analytics.services.import_lock import import_lock
from analytics.services.publish_import import Delivery
from analytics.services.recipe import Recipe, as_known
from analytics.services.roll_up_days import roll_up_days
from analytics.services.take_address import work_of
from analytics.services.take_pass import take_pass
from analytics.services.workspace import sweep_scratch
from lifecycle.api import BadInput
from lifecycle.rules.actors import Actor


def import_files(
    *, addresses: Sequence[str], recipe: Recipe, actor: Actor, now: datetime, strict: bool = False
) -> ImportReport:
    """Each file wholly or not at all; one refused file does not spoil the others. Raises BadInput for no file."""
    files = files_named(addresses)
    recipe = as_known(recipe)
    with import_lock():
        sweep_scratch()
        found = tuple(_import(each, recipe, strict=strict, actor=actor, now=now) for each in files)
        roll_up_days(days=_days(found), now=now)
    return ImportReport(found)


def files_named(addresses: Sequence[str]) -> list[Address]:
    """Raises BadInput for none."""
    try:
        return expand(addresses)
    except FileFault as problem:
        raise BadInput(str(problem)) from problem


def _import(address: Address, recipe: Recipe, *, strict: bool, actor: Actor, now: datetime) -> FileReport:
    delivery = Delivery(address.name, address.sha256(), recipe, strict=strict)
    return take_pass([work_of(address, delivery)], actor=actor, now=now)[0]


def _days(reports: Sequence[FileReport]) -> list[date]:
    return queries.days_of([each.import_id for each in reports if each.outcome is FileOutcome.IMPORTED])
