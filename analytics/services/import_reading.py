"""Which imports were there, and which rows did they reject?"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Min, Q

from analytics import queries
from analytics.models import ActivityImport, ImportedDay, ImportStatus
from analytics.services.rejects import read_rejects
from analytics.services.workspace import rejects_dir
from lifecycle.api import record
from lifecycle.rules.actors import Actor


@dataclass(frozen=True, slots=True)
class LastImport:
    name: str
    created_at: datetime
    is_refused: bool
    is_awaited: bool  # another one should follow it


def recent_imports(
    *, limit: int = 50, before_id: int | None = None, with_rejects: bool = False
) -> list[ActivityImport]:
    """Newest first, refused ones too; a page goes on before the last import of the one before."""
    return queries.recent_imports(limit=limit, before_id=before_id, with_rejects=with_rejects)


def import_called(*, import_uuid: UUID) -> ActivityImport | None:
    """However many came after it."""
    return ActivityImport.objects.filter(uuid=import_uuid).first()


def last_imports(*, limit: int) -> list[LastImport]:
    """The newest; and of each source that goes on, as its heartbeat promises or its earlier imports show, the last one
    that brought anything, however much came after it: another one is awaited. What came once promises nothing.
    """
    days = ImportedDay.objects.filter(source__ended_date=None).order_by().values("source")
    seen = days.annotate(first=Min("activity_import"), last=Max("activity_import"))
    goes_on = Q(source__heartbeat__isnull=False) | Q(first__lt=F("last"))
    awaited = set(seen.filter(goes_on).values_list("last", flat=True))
    newest = queries.recent_imports(limit=limit)
    older = ActivityImport.objects.filter(pk__in=awaited - {each.pk for each in newest}).order_by("-id")
    return [
        LastImport(each.name, each.created_at, each.status == ImportStatus.REFUSED, each.pk in awaited)
        for each in (*newest, *older)
    ]


def rejected_rows(*, import_uuid: UUID, limit: int = 100) -> list[dict[str, object]]:
    """The first rejected rows: file, line, field, reason, raw."""
    return read_rejects(rejects_dir() / f"{import_uuid}.jsonl", limit=limit)


def unregistered_modules() -> list[str]:
    """That activity names, by key: they are counted, and are offered for registration."""
    return queries.named_unregistered()


@transaction.atomic
def take_rejects(*, import_uuid: UUID, actor: Actor, now: datetime) -> Path | None:
    """All rejected rows of an import, one JSON object a line, and on record who took them; None where none are."""
    path = rejects_dir() / f"{import_uuid}.jsonl"
    if not path.exists():
        return None
    record("analytics.rejects.taken", subject=f"rejected rows of import {import_uuid}", actor=actor, at=now)
    return path
