"""How is an export asked for, called off, declined or brought to its end?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lifecycle.api import Account, BadInput, Refused, SunsetPlan, record, ring
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, blocked
from portability.models import Export, LegalHold, Settlement
from portability.rules.export_status import OPEN, ExportStatus
from portability.rules.requests import ExportRequest, as_json
from portability.services.exports.directory import names_of, resolved
from portability.services.snapshots import latest_content, lock_content, segments_of
from portability.services.stores import content_store, files_place

SAME_FOR = timedelta(hours=24)
PER_PERSON, PER_ACCOUNT = 1, 3
BELL = "portability.build"


def request_export(
    *, account: Account, request: ExportRequest, actor: Actor, now: datetime, chunk_records: int | None = None
) -> Export:
    """Ask for an export; within 24 hours the same request over the same content gets the export that is there.

    Raises BadInput for an unknown person or place, Refused when too many are open.
    """
    wanted = _by_ids(account, request)
    with transaction.atomic():
        lock_content(account)
        if existing := _existing(account, wanted, now):
            return existing
        _refuse_too_many(account, actor)
        export = Export(
            account=account,
            request=as_json(wanted),
            request_sha256=wanted.sha256,
            status=ExportStatus.QUEUED,
            requested_by=actor.name,
            requested_identity=actor.identity,
            requested_at=now,
            progressed_at=now,
        )
        export.chunk_records = chunk_records or export.chunk_records
        export.save(force_insert=True)
        _audit("requested", export, actor, now)
        ring(BELL, export_uuid=export.uuid)
    return export


def cancel_export(*, export: Export, actor: Actor, now: datetime) -> Export:
    """Works at every moment before `ready`; whoever builds it loses the lease. Raises Refused afterwards."""
    with transaction.atomic():
        locked = Export.objects.select_for_update().get(pk=export.pk)
        if locked.status not in {*OPEN, ExportStatus.FAILED}:
            raise Refused(blocked("export_status", Reason.BROKEN_RULE, detail=f"the export is {locked.status}"))
        locked.status, locked.fence, locked.lease_until_at = ExportStatus.CANCELLED, locked.fence + 1, None
        locked.save(update_fields=["status", "fence", "lease_until_at"])
        _audit("cancelled", locked, actor, now)
        transaction.on_commit(lambda: files_place().delete(f"exports/{locked.uuid}"))
    return locked


def settle_export(
    *,
    account: Account,
    plan: SunsetPlan | None,
    kind: Settlement.Kind,
    words: str,
    actor: Actor,
    now: datetime,
) -> Settlement:
    """Put on record that an account declined in writing, or that we archived for it after the deadline."""
    if not words.strip():
        raise BadInput("say in which words the account declined, or why it was archived for them")
    with transaction.atomic():
        done = Settlement.objects.create(
            account=account, plan=plan, kind=kind, words=words.strip(), settled_by=actor.name, settled_at=now
        )
        record(f"portability.export.{kind}", subject=done.uuid, actor=actor, at=now, account=account)
    return done


def decline_export(
    *, account: Account, words: str, actor: Actor, now: datetime, plan: SunsetPlan | None = None
) -> Settlement:
    """The account wants no export, and says so in writing."""
    return settle_export(account=account, plan=plan, kind=Settlement.Kind.DECLINED, words=words, actor=actor, now=now)


def expire_exports(*, now: datetime) -> int:
    """End what is past its time and destroy its files on record; a legal hold keeps them."""
    held = LegalHold.objects.filter(lifted_at__isnull=True).values("account_id")
    due = Export.objects.filter(status=ExportStatus.READY, expires_at__lte=now).exclude(account_id__in=held)
    ended = 0
    for export in due:
        with transaction.atomic():
            if not Export.objects.filter(pk=export.pk, status=ExportStatus.READY).update(status=ExportStatus.EXPIRED):
                continue
            _audit("expired", export, Actor.system("export expiry"), now)
        files_place().delete(f"exports/{export.uuid}")
        ended += 1
    return ended


def export_of(*, account: Account, uuid: UUID) -> Export | None:
    """An export of this account and no other."""
    return Export.objects.filter(account=account, uuid=uuid).select_related("account").first()


def exports_of(account: Account) -> list[Export]:
    """All exports of an account, newest first."""
    return list(Export.objects.filter(account=account).select_related("account", "snapshot"))


def newest_exports(accounts: Sequence[Account], *, limit: int | None = 50) -> list[Export]:
    """The newest exports of several accounts, for a plan's page; every one for `limit` None."""
    return list(Export.objects.filter(account__in=accounts).select_related("account").order_by("-id")[:limit])


def _by_ids(account: Account, request: ExportRequest) -> ExportRequest:
    if request.filter.persons is None and request.filter.places is None:
        return request
    snapshot = latest_content(account)
    segments = segments_of(snapshot) if snapshot else []
    return replace(request, filter=resolved(request.filter, names_of(segments, content_store(account))))


def _existing(account: Account, wanted: ExportRequest, now: datetime) -> Export | None:
    """An old file is never given out as new: a finished export counts only over the newest content."""
    same = Export.objects.filter(account=account, request_sha256=wanted.sha256, requested_at__gt=now - SAME_FOR)
    if open_one := same.filter(status__in=sorted(OPEN)).first():
        return open_one
    finished = same.filter(status=ExportStatus.READY, expires_at__gt=now, snapshot=latest_content(account))
    return finished.exclude(snapshot__isnull=True).first()


def _refuse_too_many(account: Account, actor: Actor) -> None:
    running = Export.objects.filter(account=account, status__in=sorted(OPEN))
    if running.filter(requested_identity=actor.identity).count() >= PER_PERSON:
        what, limit = "open exports of one person", PER_PERSON
    elif running.count() >= PER_ACCOUNT:
        what, limit = "open exports of one account", PER_ACCOUNT
    else:
        return
    raise Refused(
        blocked("export_limit", Reason.BROKEN_RULE, what=what, limit=limit, frees="when one is ready or cancelled")
    )


def _audit(what: str, export: Export, actor: Actor, now: datetime) -> None:
    facts = {"request_sha256": export.request_sha256, "status": export.status}
    record(f"portability.export.{what}", subject=export.uuid, actor=actor, at=now, account=export.account, **facts)
