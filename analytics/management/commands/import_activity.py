"""What did whom use, according to these files?"""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import CommandParser
from django.utils import timezone

from analytics.api import DEFAULT_SOURCE, Recipe, import_files, try_files
from analytics.management.recipe_options import field_map, source_name
from analytics.rules.import_report import FileOutcome, FileReport, ImportReport, event_as_json
from analytics.services.ingest_query import ActivityQuery, import_query, try_query
from lifecycle.api import BadInput, OperatorCommand, Outcome
from lifecycle.rules.actors import Actor

ACTOR = Actor.system("import_activity")


class Command(OperatorCommand):
    help = "Import activity from CSV, JSONL or Parquet files (plain, .gz, .zst; patterns; addresses) or a database."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE")
        parser.add_argument("--map", metavar="F", default="", help="a YAML file that names columns, constants, paths")
        parser.add_argument("--dry-run", action="store_true", help="show what would be found; write nothing")
        parser.add_argument("--strict", action="store_true", help="keep nothing of a file with a bad row")
        parser.add_argument("--source", metavar="S", default=DEFAULT_SOURCE, help="the feed of rows that name none")
        parser.add_argument("--assume-zone", metavar="Z", default="", help="the zone of times without an offset")
        parser.add_argument("--hash-users", action="store_true", help="keep a keyed hash instead of users' ids")
        parser.add_argument("--one-off", action="store_true", help="the feed ends here: expect nothing more")
        parser.add_argument("--sql", metavar="DSN", default="", help="a database: postgresql://… or sqlite:///FILE")
        parser.add_argument("--query", metavar="FILE", default="", help="what to ask it: one SELECT, in a file")
        parser.add_argument("--watermark", metavar="C", default="", help="the column that says how far was read")
        parser.add_argument("--encoding", default="", help="the files' encoding, if not Unicode")
        parser.add_argument("--delimiter", default="", help="what separates CSV cells, if not a comma")

    def run(self, **options: Any) -> Outcome:
        recipe = Recipe(
            field_map=field_map(options["map"]),
            source=source_name(options["source"]),
            assume_zone=_zone(options["assume_zone"]),
            hash_users=options["hash_users"],
            encoding=options["encoding"] or None,
            delimiter=_delimiter(options["delimiter"]),
            one_off=options["one_off"],
        )
        report = _from_query(options, recipe) if options["sql"] else _from_files(options, recipe)
        for each in report.files:
            if each.outcome is FileOutcome.REFUSED or (each.message and each.outcome is FileOutcome.TRIED):
                self.stderr.write(f"{each.file}: {each.message}")
        return _outcome(report)


def _from_files(options: dict[str, Any], recipe: Recipe) -> ImportReport:
    if not options["files"] or options["query"] or options["watermark"]:
        raise BadInput("Name files, or a database with --sql and --query (and --watermark).")
    now = timezone.now()
    if options["dry_run"]:
        return try_files(addresses=options["files"], recipe=recipe, strict=options["strict"], now=now)
    return import_files(addresses=options["files"], recipe=recipe, strict=options["strict"], actor=ACTOR, now=now)


def _from_query(options: dict[str, Any], recipe: Recipe) -> ImportReport:
    if options["files"] or not options["query"]:
        raise BadInput("A database is asked with --sql and --query FILE, and no other files.")
    try:
        text = Path(options["query"]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"The query {options['query']} cannot be read: {problem}.") from problem
    query, now = ActivityQuery(options["sql"], text, options["watermark"]), timezone.now()
    if options["dry_run"]:
        return try_query(query=query, recipe=recipe, strict=options["strict"], now=now)
    return import_query(query=query, recipe=recipe, strict=options["strict"], actor=ACTOR, now=now)


def _outcome(report: ImportReport) -> Outcome:
    lines = [line for each in report.files for line in _lines(each)]
    is_trial = any(each.outcome is FileOutcome.TRIED for each in report.files)
    if report.refused or any(each.message for each in report.files if each.outcome is FileOutcome.TRIED):
        return Outcome(report.as_json(), lines, code=1)
    return Outcome(report.as_json(), lines, nothing=not is_trial and report.added == 0)


def _lines(report: FileReport) -> list[str]:
    counted = f"{report.rows} rows, {report.added} added, {report.repeated} known before, {report.rejected} rejected"
    lines = [f"{report.file}: {report.outcome}; {report.message or counted}"]
    if report.first_at and report.last_at:
        lines.append(f"  from {report.first_at:%Y-%m-%d %H:%M} to {report.last_at:%Y-%m-%d %H:%M} UTC")
    lines += [f"  {one.count} × {one.field} {one.reason}" for one in report.reasons]
    if report.rejects_file:
        lines.append(f"  every rejected row: {report.rejects_file}")
    if report.outcome is FileOutcome.TRIED:
        lines += [f"  accounts met: {_some(report.accounts)}"] if report.accounts else []
        lines += [f"  modules met: {_some(report.modules)}"] if report.modules else []
    if report.unmatched_accounts:
        lines.append(f"  unmatched accounts, kept: {_some(report.unmatched_accounts)}")
    if report.unregistered_modules:
        lines.append(f"  unregistered modules, counted: {_some(report.unregistered_modules)}")
    lines += [f"  {event_as_json(event)}" for event in report.sample]
    return lines


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(names[:10]) + more


def _zone(name: str) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"There is no time zone {name!r}: write it like Europe/Berlin or UTC.") from None


def _delimiter(text: str) -> str | None:
    found = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if len(found) > 1 or found in {'"', "\n", "\r"}:
        raise BadInput("A delimiter is one character: ; or | or tab.")
    return found or None
