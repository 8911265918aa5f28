"""Who may fetch a package, and how are its bytes handed out in ranges?"""

import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from lifecycle.api import Account, Refused, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, blocked
from portability.models import DownloadTicket, Export
from portability.rules.export_status import ExportStatus
from portability.services.exports.build import KEPT_FOR, package_path
from portability.services.exports.package_check import check_package
from portability.services.stores import files_place
from portability.storage.places import PIECE

START_WITHIN = timedelta(minutes=5)
RANGE = re.compile(r"\Abytes=(\d*)-(\d*)\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `first` to `last`, both included."""

    first: int
    last: int


def issue_ticket(*, export: Export, actor: Actor, now: datetime) -> str:
    """The secret of a new ticket: five minutes to start, one use, for this person. Raises Refused."""
    if export.status != ExportStatus.READY or export.expires_at is None or export.expires_at <= now:
        raise Refused(blocked("export_status", Reason.BROKEN_RULE, detail=f"the export is {export.status}"))
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        DownloadTicket.objects.create(
            account=export.account,
            export=export,
            identity=actor.identity,
            secret_sha256=_hash(secret),
            issued_at=now,
            expires_at=now + START_WITHIN,
        )
        _audit("ticket_issued", export, actor, now)
    return secret


def redeem_ticket(*, secret: str, account: Account, actor: Actor, now: datetime) -> Export | None:
    """The export whose package may be sent now, or None: unknown, another's, over, used up and gone look alike.

    The same person's further ranges within the five minutes belong to the first use.
    """
    with transaction.atomic():
        ticket = (
            DownloadTicket.objects.select_for_update(of=("self",))
            .select_related("export", "export__account")
            .filter(secret_sha256=_hash(secret), account=account, identity=actor.identity)
            .first()
        )
        if ticket is None or ticket.expires_at <= now or ticket.finished_at is not None:
            return None
        export = ticket.export
        if export.status != ExportStatus.READY or export.expires_at is None or export.expires_at <= now:
            return None
        if ticket.started_at is None:
            ticket.started_at = now
            ticket.save(update_fields=["started_at"])
            _audit("download_started", export, actor, now)
        return export


def finish_download(*, secret: str, export: Export, actor: Actor, now: datetime) -> None:
    """The last byte was handed out: the ticket is used up, and the clock of expiry starts again."""
    with transaction.atomic():
        DownloadTicket.objects.filter(secret_sha256=_hash(secret), export=export).update(finished_at=now)
        is_first = Export.objects.filter(pk=export.pk, downloaded_at__isnull=True).update(
            downloaded_at=now, expires_at=now + KEPT_FOR
        )
        record(
            "portability.export.downloaded",
            subject=export.uuid,
            actor=actor,
            at=now,
            account=export.account,
            is_first=bool(is_first),
        )


def verify_export(*, export: Export, actor: Actor, now: datetime) -> list[str]:
    """Check the stored package from its bytes; whatever is wrong comes back by name. Success is put on record."""
    try:
        with files_place().open(package_path(export)) as stream:
            wrong = check_package(stream, export.package_sha256)
    except FileNotFoundError:
        wrong = ["package.zip: missing"]
    with transaction.atomic():
        if not wrong:
            Export.objects.filter(pk=export.pk).update(verified_at=now)
        _audit("verified" if not wrong else "found_damaged", export, actor, now)
    export.refresh_from_db()
    return wrong


def confirm_download(*, export: Export, sha256: str, actor: Actor, now: datetime) -> bool:
    """The customer hashed the file that arrived; if it is ours, the export is downloaded and verified."""
    if not export.package_sha256 or not secrets.compare_digest(sha256.lower(), export.package_sha256):
        return False
    with transaction.atomic():
        found = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
        found.downloaded_at, found.verified_at = found.downloaded_at or now, now
        found.save(update_fields=["downloaded_at", "verified_at"])
        _audit("receipt_confirmed", export, actor, now)
    export.refresh_from_db()
    return True


def open_package(*, export: Export, account: Account) -> BinaryIO | None:
    """The bytes of a ready package of this account; None for everything else."""
    if export.account_id != account.pk or export.status != ExportStatus.READY:
        return None
    return files_place().open(package_path(export))


def wanted_span(request: HttpRequest, export: Export) -> Span | None:
    """The range that is asked for and can be served; None means the whole. Raises ValueError beyond the end."""
    header, condition = request.headers.get("Range", ""), request.headers.get("If-Range")
    if not header or (condition is not None and condition != etag(export)):
        return None
    found = RANGE.match(header)
    if not found or found[1] == found[2] == "":
        return None  # several ranges or another unit: the whole is a right answer (RFC 9110, section 14.2)
    size = export.package_bytes
    first = int(found[1]) if found[1] else max(size - int(found[2]), 0)
    last = min(int(found[2]), size - 1) if found[1] and found[2] else size - 1
    if first >= size or last < first:
        raise ValueError(header)
    return Span(first, last)


def package_response(request: HttpRequest, export: Export) -> HttpResponseBase:
    """200, 206 or 416 with the headers of a download; HEAD has no body."""
    size = export.package_bytes
    try:
        span = wanted_span(request, export)
    except ValueError:
        return _dressed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), export, 0)
    first, last = (span.first, span.last) if span else (0, size - 1)
    status = 206 if span else 200
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(status=status)
    else:
        response = StreamingHttpResponse(_slice(export, first, last), status=status)
    if span:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _dressed(response, export, last - first + 1)


def is_to_the_end(request: HttpRequest, export: Export) -> bool:
    """Does this answer carry the last byte?"""
    try:
        span = wanted_span(request, export)
    except ValueError:
        return False
    return request.method == "GET" and (span is None or span.last == export.package_bytes - 1)


def etag(export: Export) -> str:
    """The entity tag: the sha256 of the package."""
    return f'"{export.package_sha256}"'


def _dressed(response: HttpResponseBase, export: Export, length: int) -> HttpResponseBase:
    name = f"{export.account.key}-export-{str(export.uuid)[:8]}.zip"
    headers = {
        "Content-Type": "application/zip",
        "Content-Length": str(length),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Accept-Ranges": "bytes",
        "ETag": etag(export),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    for header, value in headers.items():
        response[header] = value
    return response


def _slice(export: Export, first: int, last: int) -> Iterator[bytes]:
    with files_place().open(package_path(export)) as stream:
        stream.seek(first)
        left = last - first + 1
        while left and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _audit(what: str, export: Export, actor: Actor, now: datetime) -> None:
    record(f"portability.export.{what}", subject=export.uuid, actor=actor, at=now, account=export.account)
