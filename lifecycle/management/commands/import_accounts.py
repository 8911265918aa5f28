"""Which accounts and people does the host product have?"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome
from lifecycle.rules.actors import Actor
from lifecycle.services.import_directory import ImportReport, SourceFile, import_directory

MAX_BYTES = 512 * 1024 * 1024
SHOWN = 20
REFUSED = 2


class Command(OperatorCommand):
    help = "Take in accounts and contacts from CSV; bad rows are reported and kept aside, good rows go in."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("accounts", nargs="?", default="", help="CSV with key, name, tier, revenue, timezone …")
        parser.add_argument("--contacts", default="", help="CSV with account, email, name, role, language …")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; write nothing")
        parser.add_argument("--strict", action="store_true", help="one bad row, and nothing is kept")
        parser.add_argument("--delimiter", default=",", help="the separator, when it is not a comma")
        parser.add_argument("--encoding", default="", help="the encoding, when it is not UTF-8 (or marked UTF-16)")

    def run(self, **options: Any) -> Outcome:
        if not options["accounts"] and not options["contacts"]:
            raise BadInput("Give a FILE of accounts, or --contacts FILE, or both.")
        if len(options["delimiter"]) != 1:
            raise BadInput("--delimiter is one character, such as ';'.")
        report = import_directory(
            accounts=_source(options["accounts"], options),
            contacts=_source(options["contacts"], options),
            actor=Actor.system("command line"),
            now=timezone.now(),
            is_strict=options["strict"],
            is_dry_run=options["dry_run"],
        )
        if report.is_refused:
            for line in _lines(report, options["dry_run"]):
                self.stderr.write(line)
            return Outcome(_as_dict(report, options["dry_run"]), code=REFUSED)
        is_idle = not report.has_changes and not report.rejects
        return Outcome(_as_dict(report, options["dry_run"]), _lines(report, options["dry_run"]), nothing=is_idle)


def _source(name: str, options: dict[str, Any]) -> SourceFile | None:
    if not name:
        return None
    path = Path(name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(f"{name} is larger than {MAX_BYTES // 2**20} MiB. Split it.")
        return SourceFile(path.name, path.read_bytes(), options["delimiter"], options["encoding"])
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}. Give the path of a CSV file.") from error


def _as_dict(report: ImportReport, is_dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": is_dry_run,
        "refused": report.is_refused,
        "refusals": list(report.refusals),
        "files": [asdict(each) for each in report.files],
        "rejects": [
            {"file": file, "line": fault.line, "field": fault.field, "reason": fault.reason}
            for file, fault in report.rejects
        ],
        "rejects_file": report.rejects_file,
    }


def _lines(report: ImportReport, is_dry_run: bool) -> list[str]:
    lines = [
        f"{each.file}: {each.rows} rows: {each.created} new, {each.updated} changed, {each.unchanged} unchanged, "
        f"{each.rejected} left out"
        for each in report.files
    ]
    for file, fault in report.rejects[:SHOWN]:
        lines.append(f"  {file}:{fault.line}: {fault.field + ': ' if fault.field else ''}{fault.reason}")
    if len(report.rejects) > SHOWN:
        lines.append(f"  … and {len(report.rejects) - SHOWN} more")
    if report.rejects_file:
        lines.append(f"All rows left out are in {report.rejects_file}")
    lines += [f"Refused: {why}" for why in report.refusals]
    if is_dry_run:
        lines.append("Dry run: nothing was written.")
    return lines
