"""Which imports were there, and which rows did they reject?"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from analytics import queries
from analytics.models import ActivityImport, ImportedDay
from analytics.services.rejects import read_rejects
from analytics.services.workspace import rejects_dir
from lifecycle.api import record
from lifecycle.rules.actors import Actor


def recent_imports(*, limit: int = 50) -> list[ActivityImport]:
    """Newest first, refused ones too."""
    return queries.recent_imports(limit=limit)


def imports_with_a_next(recent: Sequence[ActivityImport]) -> frozenset[int]:
    """Ids of those, among the newest imports, after which another one is awaited: the last one of a source that
    goes on, as its heartbeat promises or its earlier imports show. What came once promises nothing.
    """
    days = ImportedDay.objects.filter(activity_import__in=recent, source__ended_date=None)
    before = ImportedDay.objects.filter(source=OuterRef("source"), activity_import__lt=OuterRef("activity_import"))
    goes_on = Q(source__heartbeat__isnull=False) | Exists(before)
    found = days.filter(goes_on).order_by("activity_import").values_list("source", "activity_import").distinct()
    return frozenset(dict(found).values())


def rejected_rows(*, import_uuid: UUID, limit: int = 100) -> list[dict[str, object]]:
    """The first rejected rows: file, line, field, reason, raw."""
    return read_rejects(rejects_dir() / f"{import_uuid}.jsonl", limit=limit)


@transaction.atomic
def take_rejects(*, import_uuid: UUID, actor: Actor, now: datetime) -> Path | None:
    """All rejected rows of an import, one JSON object a line, and on record who took them; None where none are."""
    path = rejects_dir() / f"{import_uuid}.jsonl"
    if not path.exists():
        return None
    record("analytics.rejects.taken", subject=f"rejected rows of import {import_uuid}", actor=actor, at=now)
    return path
