"""How are files of activity imported, or tried first?"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics import queries
from analytics.connectors.files.addresses import Address, expand
from analytics.connectors.files.raw_row import FileFault
from analytics.rules.activity import ActivityEvent
from analytics.rules.import_report import FileOutcome, FileReport, ImportReport, count_reasons
from analytics.rules.reasons import Fault
from analytics.services.import_lock import import_lock
from analytics.services.import_or_pull import no_import_of, pulled_sources
from analytics.services.publish_import import Delivery
from analytics.services.recipe import Recipe, as_known
from analytics.services.roll_up_days import roll_up_days
from analytics.services.take_address import judged_rows, work_of
from analytics.services.take_pass import take_pass
from analytics.services.workspace import sweep_scratch
from lifecycle.api import BadInput
from lifecycle.rules.actors import Actor

SHOWN = 10
MOST_NAMES = 1_000


def import_files(
    *, addresses: Sequence[str], recipe: Recipe, actor: Actor, now: datetime, strict: bool = False
) -> ImportReport:
    """Each file wholly or not at all; one refused file does not spoil the others. Raises BadInput for no file."""
    files = _expanded(addresses)
    recipe = as_known(recipe)
    with import_lock():
        sweep_scratch()
        found = tuple(_import(each, recipe, strict=strict, actor=actor, now=now) for each in files)
        roll_up_days(days=_days(found), now=now)
    return ImportReport(found)


def try_files(*, addresses: Sequence[str], recipe: Recipe, now: datetime) -> ImportReport:
    """What an import would find; nothing is written."""
    return ImportReport(tuple(_try(each, recipe, now=now) for each in _expanded(addresses)))


def _expanded(addresses: Sequence[str]) -> list[Address]:
    try:
        return expand(addresses)
    except FileFault as problem:
        raise BadInput(str(problem)) from problem


def _import(address: Address, recipe: Recipe, *, strict: bool, actor: Actor, now: datetime) -> FileReport:
    delivery = Delivery(address.name, address.sha256(), recipe, strict=strict)
    return take_pass([work_of(address, delivery)], actor=actor, now=now)[0]


def _days(reports: Sequence[FileReport]) -> list[date]:
    return queries.days_of([each.import_id for each in reports if each.outcome is FileOutcome.IMPORTED])


def _try(address: Address, recipe: Recipe, *, now: datetime) -> FileReport:
    reasons: Counter[Fault] = Counter()
    accounts: set[str] = set()
    modules: set[str] = set()
    sample: list[ActivityEvent] = []
    moments: list[datetime] = []
    rows, message = 0, ""
    pulled, hashed, mixed = pulled_sources(), queries.hashed_sources(), set[str]()
    with TemporaryDirectory() as scratch:
        try:
            for _, found in judged_rows(address, recipe, Path(scratch), now):
                rows += 1
                if isinstance(found, Fault):
                    reasons[found] += 1
                    continue
                sample += [recipe.as_kept(found, hashed)] if len(sample) < SHOWN else []
                mixed |= {found.source or recipe.source} & pulled
                moments = _span([*moments, found.occurred_at])
                _note(accounts, found.account)
                _note(modules, found.module)
        except FileFault as problem:
            message = str(problem)
    return FileReport(
        file=address.name,
        outcome=FileOutcome.TRIED,
        message=message or no_import_of(mixed),
        rows=rows,
        rejected=reasons.total(),
        reasons=count_reasons(reasons),
        first_at=moments[0] if moments else None,
        last_at=moments[-1] if moments else None,
        accounts=tuple(sorted(accounts)),
        modules=tuple(sorted(modules)),
        unmatched_accounts=tuple(queries.unmatched(sorted(accounts))),
        unregistered_modules=tuple(queries.unregistered(sorted(modules))),
        sample=tuple(islice(sample, SHOWN)),
    )


def _span(moments: list[datetime]) -> list[datetime]:
    return [min(moments), max(moments)]


def _note(names: set[str], name: str) -> None:
    if len(names) < MOST_NAMES:
        names.add(name)
