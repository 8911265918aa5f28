"""Does the anchor outside the database agree with the ledger, and how does it move ahead before letters leave?"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from notifications.rules.quarantine import Anchor, Ledger, QuarantineReason, quarantine_reason
from notifications.services.claim import Claim, hand_back
from notifications.services.prepared import rows_of
from notifications.storage.anchors import read_anchors, write_anchor

# Or settings.ANCHOR_EVERY_S. Letters leave under one mark so long: a copy restored within it is not noticed.
MARK_EVERY_S = 5.0
_LOOK = """
SELECT (SELECT token FROM notifications_ledgermark ORDER BY id LIMIT 1), m.token, m.environment, m.at,
       extract(epoch FROM clock_timestamp() - m.at)::float,
       EXISTS (SELECT FROM notifications_quarantine WHERE released_at IS NULL),
       (SELECT max(released_at) FROM notifications_quarantine)
FROM (SELECT 1) one LEFT JOIN (SELECT * FROM notifications_ledgermark ORDER BY id DESC LIMIT 1) m ON true
"""
_KNOWN = "SELECT token FROM notifications_ledgermark WHERE token = ANY(%s::uuid[])"
_MARK = """
INSERT INTO notifications_ledgermark (token, environment, at) VALUES (gen_random_uuid(), %s, clock_timestamp())
RETURNING token, at, notifications_forget_marks()
"""


def anchor_folders() -> tuple[Path, ...]:
    """The state directory first."""
    return (Path(settings.STATE_DIR), *map(Path, settings.ANCHOR_DIRS))


@dataclass(slots=True)
class AnchorWatch:
    """What one look found. `reason` is why nothing may leave; `is_held`: that is on record already."""

    lineage: str
    anchors: tuple[Anchor, ...]
    ledger_at: datetime | None
    reason: QuarantineReason | None
    is_held: bool
    marked_s: float = float("-inf")  # by the monotonic clock
    _folders: tuple[Path, ...] = field(default_factory=anchor_folders)

    @property
    def may_send(self) -> bool:
        return not self.is_held and self.reason is None

    def move_ahead(self, claims: Sequence[Claim], *, now: datetime) -> None:
        """Before claimed letters leave. Whatever goes wrong: nothing leaves, and the claims are given back."""
        if time.monotonic() - self.marked_s < float(getattr(settings, "ANCHOR_EVERY_S", MARK_EVERY_S)):
            return
        try:
            self.mark(now=now)
        except Exception:
            hand_back(claims)
            raise

    def mark(self, *, now: datetime) -> None:
        """Committed first, then written outside: killed between the two, the ledger only knows more than its anchor."""
        with transaction.atomic():
            ((token, at, _forgotten),) = rows_of(_MARK, [settings.ENVIRONMENT])
            anchor, lineage = Anchor(str(token), settings.ENVIRONMENT, at, now), self.lineage or str(token)

            def write() -> None:
                write_anchor(self._folders, anchor, lineage=lineage)

            transaction.on_commit(write)
        self.lineage, self.marked_s = lineage, time.monotonic()


def look_at_anchor() -> AnchorWatch:
    """One query and one small file; a second query when somebody else made the newest mark."""
    ((lineage, token, environment, at, age_s, is_held, released_at),) = rows_of(_LOOK, [])
    if lineage is None:
        return AnchorWatch("", (), None, None, is_held)
    anchors = read_anchors(anchor_folders(), lineage=str(lineage), environment=settings.ENVIRONMENT)
    asked = [each.token for each in anchors if each.token not in {"", str(token)}]
    known = {str(token), *(str(row[0]) for row in (rows_of(_KNOWN, [asked]) if asked else ()))}
    ledger = Ledger(str(lineage), environment, known, at, released_at)
    reason = quarantine_reason(ledger, anchors, environment=settings.ENVIRONMENT, must_exist=bool(settings.ANCHOR_DIRS))
    return AnchorWatch(str(lineage), anchors, at, reason, is_held, time.monotonic() - age_s)
