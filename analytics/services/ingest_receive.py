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
    batch = _batch(body, lines, idempotency_key, token, now=now)
    known = _known(batch)
    if known and not known.is_given_up:
        return known, False
    waiting = backlog()
    if waiting.is_full:
        raise Backlogged(waiting.retry_after_s)
    lay_down((known or batch).uuid, lines.text)
    if known:
        _take_back(known, token, now=now)
        return known, False
    try:
        _enter(batch, token)
    except IntegrityError:  # the same key came twice at once: one of them is the batch
        take_away(batch.uuid)
        if known := _known(batch):
            return known, False
        raise
    return batch, True


def _batch(body: bytes, lines: Lines, key: str, token: MachineToken, *, now: datetime) -> ActivityBatch:
    """Not saved yet. Its hash and its size name the content: the size tells whether it was read as lines or not."""
    sha256, size_bytes = hashlib.sha256(body).hexdigest(), len(lines.text)
    return ActivityBatch(
        uuid=uuid4(),
        source=token.source,
        token=token.name,
        idempotency_key=key or f"sha256:{sha256}:{size_bytes}",
        sha256=sha256,
        size_bytes=size_bytes,
        events=lines.events,
        received_at=now,
    )


def backlog() -> Backlog:
    """What waits now."""
    waiting = ActivityBatch.objects.filter(status=BatchStatus.RECEIVED)
    found = waiting.aggregate(batches=Count("id"), events=Sum("events"), size_bytes=Sum("size_bytes"))
    return Backlog(found["batches"], found["events"] or 0, found["size_bytes"] or 0)


def _known(batch: ActivityBatch) -> ActivityBatch | None:
    known = ActivityBatch.objects.filter(source=batch.source, idempotency_key=batch.idempotency_key).first()
    if known and (known.sha256, known.size_bytes) != (batch.sha256, batch.size_bytes):
        raise KeyReused(batch.idempotency_key)
    return known


@transaction.atomic
def _enter(batch: ActivityBatch, token: MachineToken) -> None:
    batch.save(force_insert=True)
    _record(batch, token, at=batch.received_at)


@transaction.atomic
def _take_back(batch: ActivityBatch, token: MachineToken, *, now: datetime) -> None:
    """Its file lies there again: it waits once more, under its old receipt."""
    given_up = ActivityBatch.objects.filter(pk=batch.pk, status=BatchStatus.REFUSED, activity_import=None)
    if given_up.update(status=BatchStatus.RECEIVED, attempts=0, settled_at=None, message=""):
        _record(batch, token, at=now)
    batch.refresh_from_db()


def _record(batch: ActivityBatch, token: MachineToken, *, at: datetime) -> None:
    record(
        "analytics.batch.received",
        subject=batch,
        actor=actor_of(token),
        at=at,
        source=batch.source,
        sha256=batch.sha256,
        events=batch.events,
    )
