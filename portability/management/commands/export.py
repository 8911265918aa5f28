"""How does an operator preview, ask for, follow, check and end exports?"""

import time
from argparse import SUPPRESS
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import Account, BadInput, OperatorCommand, Outcome, SunsetPlan
from lifecycle.rules.actors import Actor
from portability import api
from portability.rules.export_status import WORKING

ACTOR = Actor.system("manage.py export")
DAMAGED = 2
GOES_ON = frozenset({api.ExportStatus.QUEUED, *WORKING})
PAUSE_S = 0.2


class Command(OperatorCommand):
    help = "Exports of an account's content: preview, request, status, cancel, verify, decline."

    def arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for name, text in (("preview", "count exactly, write nothing"), ("request", "ask for an export")):
            _axes(_act(acts, name, text))
        request = acts.choices["request"]
        request.add_argument("--wait", action="store_true", help="build it now, or wait for the worker that does")
        request.add_argument("--out", type=Path, help="copy the ready package into this folder (implies --wait)")
        for name, text in (
            ("status", "how far all or one of them are"),
            ("cancel", "call one off"),
            ("verify", "check a ready package from its bytes; exit 2 names what is wrong"),
        ):
            _act(acts, name, text).add_argument("--export", help="its uuid (default: the newest)")
        decline = _act(acts, "decline", "put on record that the account wants no export")
        decline.add_argument("--words", required=True, help="what they wrote")
        decline.add_argument("--plan", default="", help="the plan it concerns (default: any)")

    def run(self, **options: Any) -> Outcome:
        account = Account.objects.filter(key=options["account"]).first()
        if account is None:
            raise BadInput(f"account {options['account']!r} is unknown; --account takes its key")
        return getattr(self, f"_{options['act']}")(account, options)  # type: ignore[no-any-return]  # one per sub-command

    def _preview(self, account: Account, options: dict[str, Any]) -> Outcome:
        found = api.preview_export(account=account, request=_request(account, options))
        data = {
            "exported": found.exported,
            "excluded": found.tally.by_reason("excluded"),
            "kinds": dict(found.kinds),
            "types": dict(found.types),
            "months": dict(sorted(found.months.items())),
            "source_bytes": found.source_bytes,
            "missing_files": found.missing_files,
            "package_bytes": list(found.package_bytes),
            "seconds": list(found.seconds),
            "samples": [{"id": each.id, "author": each.author, "text": each.text} for each in found.samples],
        }
        lines = [
            f"{found.exported} records: " + ", ".join(f"{number} {kind}" for kind, number in found.kinds.items()),
            f"left out: {_counted(found.tally.by_reason('excluded'))}; files without bytes: {found.missing_files}",
            f"the package will have {found.package_bytes[0]} to {found.package_bytes[1]} bytes",
        ]
        return Outcome(data, lines, nothing=not found.exported)

    def _request(self, account: Account, options: dict[str, Any]) -> Outcome:
        wanted = _request(account, options)
        export = api.request_export(account=account, request=wanted, actor=ACTOR, now=timezone.now())
        if options["wait"] or options["out"]:
            _build_or_follow(export)
            if export.status != api.ExportStatus.READY:
                raise BadInput(f"export {export.uuid} is {export.status}: {export.reason or 'ask again'}")
        data, lines = api.export_as_json(export), _lines(export)
        if options["out"]:
            path = api.save_package(export, options["out"])
            data["path"] = str(path)
            lines.append(f"  saved as {path}")
        return Outcome(data, lines)

    def _status(self, account: Account, options: dict[str, Any]) -> Outcome:
        found = [_chosen(account, options)] if options["export"] else api.exports_of(account)
        data = [api.export_as_json(export) for export in found]
        return Outcome(data, [line for export in found for line in _lines(export)], nothing=not found)

    def _cancel(self, account: Account, options: dict[str, Any]) -> Outcome:
        export = api.cancel_export(export=_chosen(account, options), actor=ACTOR, now=timezone.now())
        return Outcome(api.export_as_json(export), _lines(export))

    def _verify(self, account: Account, options: dict[str, Any]) -> Outcome:
        export = _chosen(account, options)
        if export.status != api.ExportStatus.READY:
            raise BadInput(f"export {export.uuid} is {export.status}; there is no package to check")
        wrong = api.verify_export(export=export, actor=ACTOR, now=timezone.now())
        data = {"export": str(export.uuid), "in_order": not wrong, "problems": wrong}
        return Outcome(data, wrong or [f"export {export.uuid}: in order"], code=DAMAGED if wrong else 0)

    def _decline(self, account: Account, options: dict[str, Any]) -> Outcome:
        plan = SunsetPlan.objects.filter(key=options["plan"]).first() if options["plan"] else None
        if options["plan"] and plan is None:
            raise BadInput(f"plan {options['plan']!r} is unknown")
        done = api.decline_export(account=account, words=options["words"], actor=ACTOR, now=timezone.now(), plan=plan)
        return Outcome({"settlement": str(done.uuid)}, [f"{account.key} declined: on record as {done.uuid}"])


def _build_or_follow(export: api.Export) -> None:
    """Build it in this process; where a worker was quicker, wait for it, and take over when it dies."""
    while export.status in GOES_ON:
        if api.build_export(now=timezone.now(), export_uuid=export.uuid) is None:
            time.sleep(PAUSE_S)
        export.refresh_from_db()


def _act(acts: Any, name: str, text: str) -> CommandParser:
    parser: CommandParser = acts.add_parser(name, help=text)
    parser.add_argument("--account", required=True, help="the account's key")
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help="print one JSON document")
    return parser


def _axes(parser: CommandParser) -> None:
    parser.add_argument("--from", dest="start", help="first day or instant")
    parser.add_argument("--to", dest="end", help="first day or instant that is not taken any more")
    parser.add_argument("--zone", help="zone in which days are meant (default: the account's own)")
    parser.add_argument("--person", action="append", help="id, name or address; again for more")
    parser.add_argument("--took-part", action="store_true", help="also what names or concerns the person")
    parser.add_argument("--place", action="append", help="id or name of a channel; again for more")
    parser.add_argument("--type", action="append", choices=list(api.ContentType), help="again for more")
    parser.add_argument("--keyword", action="append", help="a word or phrase; again for more")
    parser.add_argument("--attachments", choices=list(api.Attachments), default=api.Attachments.WITH)
    parser.add_argument("--format", default="jsonl", help="jsonl, csv, html; several with commas")


def _request(account: Account, options: dict[str, Any]) -> api.ExportRequest:
    zone = options["zone"] or account.timezone
    try:
        wanted = api.Filter(
            zone=zone,
            from_ms=api.instant_ms(options["start"], zone, "--from") if options["start"] else None,
            to_ms=api.instant_ms(options["end"], zone, "--to") if options["end"] else None,
            persons=_many(options["person"]),
            sense=api.PersonSense.TOOK_PART if options["took_part"] else api.PersonSense.SENT,
            places=_many(options["place"]),
            types=tuple(api.ContentType(each) for each in options["type"]) if options["type"] else None,
            keywords=_many(options["keyword"]),
            attachments=api.Attachments(options["attachments"]),
        )
        return api.ExportRequest(wanted, tuple(api.Format(each.strip()) for each in options["format"].split(",")))
    except ValueError as error:
        raise BadInput(str(error)) from error


def _many(values: list[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values is not None else None


def _chosen(account: Account, options: dict[str, Any]) -> api.Export:
    try:
        wanted = UUID(options["export"]) if options["export"] else None
    except ValueError as error:
        raise BadInput(f"--export takes a uuid, not {options['export']!r}") from error
    found = [each for each in api.exports_of(account) if wanted is None or each.uuid == wanted]
    if not found:
        raise BadInput(f"account {account.key} has no such export")
    return found[0]


def _counted(numbers: dict[str, int]) -> str:
    return ", ".join(f"{number} by {clause}" for clause, number in numbers.items()) or "nothing"


def _lines(export: api.Export) -> list[str]:
    progress = api.progress_of(export)
    first = f"export {export.uuid}: {export.status}, {progress.done} of {progress.total} chunks"
    return [
        first + (f" ({export.reason})" if export.reason else ""),
        *([f"  {export.package_bytes} bytes, sha256 {export.package_sha256}"] if export.package_sha256 else []),
        *(["  not complete: receipt.json lists what the source did not hold"] if export.is_complete is False else []),
    ]
