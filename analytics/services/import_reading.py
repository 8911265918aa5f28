"""Which imports were there, and which rows did they reject?"""

from pathlib import Path
from uuid import UUID

from analytics import queries
from analytics.models import ActivityImport
from analytics.services.rejects import read_rejects
from analytics.services.workspace import rejects_dir


def recent_imports(*, limit: int = 50) -> list[ActivityImport]:
    """Newest first, refused ones too."""
    return queries.recent_imports(limit=limit)


def rejected_rows(*, import_uuid: UUID, limit: int = 100) -> list[dict[str, object]]:
    """The first rejected rows: file, line, field, reason, raw."""
    return read_rejects(rejects_dir() / f"{import_uuid}.jsonl", limit=limit)


def rejects_file(*, import_uuid: UUID) -> Path | None:
    """All rejected rows of an import, one JSON object a line; None where none was rejected."""
    path = rejects_dir() / f"{import_uuid}.jsonl"
    return path if path.exists() else None
