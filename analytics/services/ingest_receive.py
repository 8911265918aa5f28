"""How is a batch of activity received, so that neither a crash nor a repeated call loses or doubles an event?"""

import hashlib
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum

from analytics.models import ActivityBatch, BatchStatus
from analytics.rules.backlog import Backlog
from analytics.rules.batch_body import Lines
from analytics.services.ingest_spool import lay_down, take_away
from lifecycle.api import MachineToken, actor_of, record


class KeyReused(Exception):
    """The idempotency key stands for another body: nothing was taken."""


class Backlogged(Exception):
    """Too much waits to be imported: nothing was taken; the same call succeeds later."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"come again in {retry_after_s} s")
        self.retry_after_s = retry_after_s


def receive(
    *, body: bytes, lines: Lines, idempotency_key: str, token: MachineToken, now: datetime
) -> tuple[ActivityBatch, bool]:
    """The batch and whether it is new. When this returns, file and row outlive any crash.

    The file comes first: a row never names a file that is not whole. Without a key the content stands for itself.
    Raises KeyReused, Backlogged; OSError when the disk takes nothing more.
    """
    sha256 = hashlib.sha256(body).hexdigest()
    key = idempotency_key or f"sha256:{sha256}"
    if known := _known(token.source, key, sha256):
        return known, False
    waiting = backlog()
    if waiting.is_full:
        raise Backlogged(waiting.retry_after_s)
    batch = ActivityBatch(
        uuid=uuid4(),
        source=token.source,
        token=token.name,
        idempotency_key=key,
        sha256=sha256,
        size_bytes=len(lines.text),
        events=lines.events,
        received_at=now,
    )
    lay_down(batch.uuid, lines.text)
    try:
        _enter(batch, token)
    except IntegrityError:  # the same key came twice at once: one of them is the batch
        take_away(batch.uuid)
        if known := _known(token.source, key, sha256):
            return known, False
        raise
    return batch, True


def backlog() -> Backlog:
    """What waits now."""
    waiting = ActivityBatch.objects.filter(status=BatchStatus.RECEIVED)
    found = waiting.aggregate(batches=Count("id"), events=Sum("events"), size_bytes=Sum("size_bytes"))
    return Backlog(found["batches"], found["events"] or 0, found["size_bytes"] or 0)


def _known(source: str, key: str, sha256: str) -> ActivityBatch | None:
    batch = ActivityBatch.objects.filter(source=source, idempotency_key=key).first()
    if batch and batch.sha256 != sha256:
        raise KeyReused(key)
    return batch


@transaction.atomic
def _enter(batch: ActivityBatch, token: MachineToken) -> None:
    batch.save(force_insert=True)
    record(
        "analytics.batch.received",
        subject=batch,
        actor=actor_of(token),
        at=batch.received_at,
        source=batch.source,
        sha256=batch.sha256,
        events=batch.events,
    )
