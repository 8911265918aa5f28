"""Who may fetch a package, when was the whole of it handed out, and is it what arrived?"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from lifecycle.api import Account, Refused, portal_scope, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, blocked
from portability.models import DownloadTicket, Export
from portability.rules.export_status import ExportStatus
from portability.rules.sums import sum_in
from portability.services.exports.build import KEPT_FOR, package_path
from portability.services.exports.package_check import check_package
from portability.services.ranges import package_response
from portability.services.stores import files_place

START_WITHIN = timedelta(minutes=5)


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


def hand_out(
    request: HttpRequest, *, secret: str, export: Export, actor: Actor, clock: Callable[[], datetime]
) -> HttpResponseBase:
    """The answer that carries the bytes of a redeemed ticket, and notes how far they were taken.

    `clock` is asked when the last byte is gone, which may be an hour after the request.
    """

    def taken(first: int, number: int) -> None:
        with portal_scope(export.account):
            record_delivery(secret=secret, export=export, actor=actor, first=first, number=number, now=clock())

    return package_response(request, export, taken)


def record_delivery(*, secret: str, export: Export, actor: Actor, first: int, number: int, now: datetime) -> bool:
    """Note that a person took `number` bytes from byte `first` on; True when nothing of the package is left to take.

    Only what joins on to the beginning counts, by this ticket or by earlier ones of the same person whose download
    is not finished: a tail alone, or the last range before the middle one, is no download.
    """
    with transaction.atomic():
        open_ones = DownloadTicket.objects.select_for_update().filter(
            export=export, identity=actor.identity, finished_at__isnull=True
        )
        reached = max((each.delivered_bytes for each in open_ones), default=0)
        if first > reached or first + number <= reached:
            return False
        open_ones.filter(secret_sha256=_hash(secret)).update(delivered_bytes=first + number)
        is_whole = first + number == export.package_bytes
        if is_whole:
            finish_download(secret=secret, export=export, actor=actor, now=now)
    return is_whole


def finish_download(*, secret: str, export: Export, actor: Actor, now: datetime) -> None:
    """The whole was handed out: the ticket is used up, and the clock of expiry starts again."""
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
    if not export.package_sha256 or sum_in(sha256) != export.package_sha256:
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


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _audit(what: str, export: Export, actor: Actor, now: datetime) -> None:
    record(f"portability.export.{what}", subject=export.uuid, actor=actor, at=now, account=export.account)
