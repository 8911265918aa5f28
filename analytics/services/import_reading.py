"""Which imports were there, and which rows did they reject?"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from analytics import queries
from analytics.models import ActivityImport
from analytics.services.rejects import read_rejects
from analytics.services.workspace import rejects_dir
from lifecycle.api import record
from lifecycle.rules.actors import Actor


def recent_imports(*, limit: int = 50) -> list[ActivityImport]:
    """Newest first, refused ones too."""
    return queries.recent_imports(limit=limit)


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
