"""Which place in the chain does each committed act get, and does the chain still hold?"""

import hashlib
import hmac
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from lifecycle.models import AuditEvent, AuditHead, AuditLink
from lifecycle.rules.audit_chain import GENESIS, Fault, Link, canonical, first_fault, link_hash
from lifecycle.services.audit import columns

logger = logging.getLogger(__name__)

SEQUENCER_LOCK = 7_306_001
BATCH = 2_000
_COLUMNS = tuple(f"event__{name}" for name in ("uuid", "account_id", "plan_key", "action", "actor", "subject", "at"))


@transaction.atomic
def sequence(*, now: datetime, limit: int = BATCH) -> int:
    """Give committed acts their gap-free places; answer how many. Two sequencers make one chain (advisory lock).

    A chain shorter than its longest checkpoint was cut: it is not continued, so that `verify` can name the place.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
    last = AuditLink.objects.order_by("-seq").first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    if AuditHead.objects.filter(size__gt=seq).exists():
        logger.error("audit chain is cut after event %s", seq)
        return 0
    links = []
    for event in AuditEvent.objects.filter(link__isnull=True).order_by("id")[:limit]:
        seq += 1
        digest = link_hash(seq=seq, previous=previous, body=event.body)
        links.append(AuditLink(seq=seq, event=event, previous_hash=previous, hash=digest, linked_at=now))
        previous = digest
    if links:
        AuditLink.objects.bulk_create(links)
        AuditHead.objects.create(
            size=seq, hash=previous, signature=_sign(seq, previous, now, settings.SECRET_KEY), at=now
        )
    return len(links)


def sequence_all(*, now: datetime) -> int:
    """Sequence until nothing committed waits."""
    total = 0
    while found := sequence(now=now):
        total += found
    return total


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`verified` acts up to the first fault; `waiting` have no place yet."""

    verified: int
    waiting: int
    head: str
    fault: Fault | None


def verify() -> ChainReport:
    """Read every link and checkpoint again and name the first that does not agree (P7)."""
    fault, size, head = first_fault(_links())
    fault = fault or _fault_of_heads(size)
    waiting = AuditEvent.objects.filter(link__isnull=True).count()
    return ChainReport(verified=size, waiting=waiting, head=head, fault=fault)


def _links() -> Iterator[Link]:
    """Bare values: a row object for each link and event would take longer than all the checking."""
    rows = AuditLink.objects.order_by("seq").values_list("seq", "previous_hash", "hash", "event__body", *_COLUMNS)
    for seq, previous, digest, body, *values in rows.iterator(chunk_size=BATCH):
        yield Link(seq, previous, digest, body, columns(*values))


def _fault_of_heads(size: int) -> Fault | None:
    hashes = dict(AuditLink.objects.values_list("seq", "hash"))
    for head in AuditHead.objects.order_by("size"):
        if not _is_signed(head):
            return Fault(head.size, "signature", f"checkpoint {head.size} is not signed by this installation")
        if head.size > size:
            return Fault(size + 1, "tail", f"events {size + 1} to {head.size} are missing: a checkpoint names them")
        if hashes[head.size] != head.hash:
            return Fault(head.size, "fork", f"checkpoint {head.size} names another chain")
    return None


def _is_signed(head: AuditHead) -> bool:
    """By today's secret or one that was rotated out and is still named."""
    given = head.signature.encode()
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(given, _sign(head.size, head.hash, head.at, each).encode()) for each in secrets)


def _sign(size: int, head: str, at: datetime, secret: str) -> str:
    """Keyed with the installation's secret, which is not in the database."""
    checkpoint = canonical({"size": size, "hash": head, "at": at})
    key = hashlib.sha256(b"audit-checkpoint\n" + secret.encode()).digest()
    return hmac.new(key, checkpoint.encode(), hashlib.sha256).hexdigest()
