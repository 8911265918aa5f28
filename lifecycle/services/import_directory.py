"""How do accounts and contacts come in from CSV: good rows kept, bad ones named, nothing changed twice?"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db import connection, transaction

from lifecycle.rules import directory_rows
from lifecycle.rules.actors import Actor
from lifecycle.rules.csv_rows import Fault, Row, read_table
from lifecycle.rules.csv_text import UnreadableFile
from lifecycle.rules.directory_fields import Known
from lifecycle.rules.directory_rows import AccountRow, ContactRow
from lifecycle.rules.forgiven_rows import refusal
from lifecycle.services.audit import record
from lifecycle.services.import_directory_known import known_to_the_world
from lifecycle.services.import_directory_rejects import keep_rejects
from lifecycle.services.import_directory_rows import Written, write_accounts, write_contacts
from lifecycle.services.refusal import BadInput

_Read = TypeVar("_Read", bound=AccountRow | ContactRow)
Reject = tuple[str, Fault]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it was given; separator and encoding are declared where they are not comma and UTF-8."""

    name: str
    data: bytes
    delimiter: str = ","
    encoding: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file's rows: `rows` = created + updated + unchanged + rejected."""

    file: str
    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`rejects_file` is '' when no row was left out, or on a dry run.

    `refusals`: why nothing of both files was kept, file by file; the counts say what would have been.
    """

    files: tuple[FileReport, ...]
    rejects: tuple[Reject, ...]
    rejects_file: str = ""
    refusals: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        return bool(self.refusals)

    @property
    def has_changes(self) -> bool:
        return any(each.created or each.updated for each in self.files)


def import_directory(
    *,
    accounts: SourceFile | None,
    contacts: SourceFile | None,
    actor: Actor,
    now: datetime,
    is_strict: bool = False,
    is_dry_run: bool = False,
) -> ImportReport:
    """Both files in one transaction. A few bad rows leave the good ones in, unless strict; too many refuse both.

    Raises BadInput for a file that cannot be read at all: then nothing is kept.
    Rejects are written to `<state>/rejects`; a dry run writes nothing.
    """
    known = known_to_the_world()
    account_rows, account_faults = _rows(accounts, ("key", "name"), directory_rows.account_row, known)
    contact_rows, contact_faults = _rows(contacts, ("account", "email"), directory_rows.contact_row, known)
    with transaction.atomic():
        _one_at_a_time()
        savepoint = transaction.savepoint()
        kept, people = write_accounts(account_rows, now=now), write_contacts(contact_rows)
        report = ImportReport(
            files=(*_report(accounts, kept, account_faults), *_report(contacts, people, contact_faults)),
            rejects=(*_named(accounts, account_faults, kept), *_named(contacts, contact_faults, people)),
        )
        report = replace(report, refusals=_refusals(report, is_strict=is_strict))
        if is_dry_run or report.is_refused:
            transaction.savepoint_rollback(savepoint)
        elif report.has_changes:
            _put_on_record(report, (accounts, contacts), actor, now)
    path = keep_rejects(report.rejects, now=now) if report.rejects and not is_dry_run else ""
    return replace(report, rejects_file=path)


def _rows(
    source: SourceFile | None, required: Collection[str], read: Callable[[Row, Known], _Read | Fault], known: Known
) -> tuple[list[_Read], list[Fault]]:
    if source is None:
        return [], []
    try:
        table = read_table(source.data, required=required, delimiter=source.delimiter, encoding=source.encoding)
    except UnreadableFile as error:
        raise BadInput(f"{source.name}: {error}.") from error
    found = [read(row, known) for row in table.rows]
    faults = [each for each in found if isinstance(each, Fault)]
    return [each for each in found if not isinstance(each, Fault)], [*table.faults, *faults]


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('lifecycle.import_directory'))")


def _report(source: SourceFile | None, written: Written, faults: list[Fault]) -> list[FileReport]:
    if source is None:
        return []
    rejected = len(faults) + len(written.faults)
    rows = written.created + written.updated + written.unchanged + rejected
    return [FileReport(source.name, rows, written.created, written.updated, written.unchanged, rejected)]


def _refusals(report: ImportReport, *, is_strict: bool) -> tuple[str, ...]:
    judged = (
        (each.file, refusal(rows=each.rows, bad=each.rejected, is_strict=is_strict, remedy="the file"))
        for each in report.files
    )
    return tuple(f"{file}: {why}" for file, why in judged if why)


def _named(source: SourceFile | None, faults: list[Fault], written: Written) -> list[Reject]:
    if source is None:
        return []
    return [(source.name, fault) for fault in sorted([*faults, *written.faults], key=lambda fault: fault.line)]


def _put_on_record(report: ImportReport, sources: tuple[SourceFile | None, ...], actor: Actor, now: datetime) -> None:
    record(
        "lifecycle.directory.imported",
        subject="directory",
        actor=actor,
        at=now,
        files=[source.sha256 for source in sources if source],
        counts=[[each.created, each.updated, each.unchanged, each.rejected] for each in report.files],
    )
