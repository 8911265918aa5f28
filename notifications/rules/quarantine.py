"""Is this ledger the one that last sent, or an older copy, or one that came from elsewhere?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# What left after the anchor's last mark left within so much: the next mark, a round and a lease.
SENT_WITHIN = timedelta(minutes=2)
RENEWED_WITHIN = timedelta(days=1)
# Marks older than the newest by more than this are forgotten (`0012_forget_old_marks`), but for the first.
KEPT_FOR = timedelta(days=90)


class QuarantineReason(StrEnum):
    """`older`: the anchor knows of letters that the ledger does not; `label`: it is another environment's; `gone`: the
    anchor that was to be kept is not there, so nobody can say."""

    OLDER = "older"
    LABEL = "label"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stands outside the database: the last mark made before letters left. An unreadable one has no token.

    `at` is by the database's clock; `due_until` is until when whatever was due could leave under it.
    """

    token: str
    environment: str
    at: datetime
    due_until: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """`lineage` is '' before the first letter; `environment` is that of the newest mark; `known` are those of the
    anchors' tokens that it holds; `at` is that of the newest; `released_at`: until then a person answered for what the
    anchors say."""

    lineage: str = ""
    environment: str = ""
    known: Collection[str] = ()
    at: datetime | None = None
    released_at: datetime | None = None


def quarantine_reason(
    ledger: Ledger, anchors: Iterable[Anchor], *, environment: str, must_exist: bool
) -> QuarantineReason | None:
    """A mark is committed before its anchor is written: a ledger without it has forgotten something.

    `must_exist`: a place for anchors was named, so that none at all is no first start.
    """
    if not ledger.lineage:
        return None
    if ledger.environment != environment:
        return QuarantineReason.LABEL
    found = tuple(anchors)
    if not found:
        return QuarantineReason.GONE if must_exist and not _is_just_released(ledger) else None
    unknown = [each for each in found if each.token not in ledger.known and not _is_long_past(each, ledger)]
    is_older = any(ledger.released_at is None or each.at > ledger.released_at for each in unknown)
    return QuarantineReason.OLDER if is_older else None


def _is_long_past(anchor: Anchor, ledger: Ledger) -> bool:
    """Its mark may be forgotten by now. An older copy's newest mark is before the anchor, never so long after it."""
    return bool(anchor.token) and ledger.at is not None and anchor.at < ledger.at - KEPT_FOR


def _is_just_released(ledger: Ledger) -> bool:
    """Every host writes its own file again with its next mark."""
    if ledger.released_at is None or ledger.at is None:
        return False
    return ledger.at - ledger.released_at < RENEWED_WITHIN


def doubtful_until(anchors: Iterable[Anchor], *, opened_at: datetime) -> datetime:
    """What was due until then may have left, unknown to this ledger; without an anchor nobody knows until when."""
    last = max((each.due_until for each in anchors if each.token), default=None)
    return min(last + SENT_WITHIN, opened_at) if last else opened_at
