"""Which files hold the events of which days, and which hold the keys of all of them?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

from django.db.models import Sum

from analytics import queries
from analytics.engines.duckdb.event_session import EventSession, Keys
from analytics.engines.duckdb.key_runs import maker, sorted_keys, write_run
from analytics.models import ActivityImport, EventFile, FiledImport, KeyRun
from analytics.services.workspace import activity_dir, events_dir, settle

_MERGED_AT_ONCE = 4_000_000  # keys; larger runs are left as they are, so that no import is held up by a merge


def keys_dir() -> Path:
    return activity_dir() / "keys"


def event_files(days: Iterable[date] | None = None) -> list[Path]:
    """The files that hold events of these days, or all; other days may be in them, too."""
    return [events_dir() / path for path in queries.event_file_names(days)]


def kept_since() -> datetime | None:
    """Raw events before it were dropped, and no row can be added to their days any more."""
    last = queries.sealed_until()
    return datetime.combine(last + timedelta(days=1), time.min, tzinfo=UTC) if last else None


def key_runs(session: EventSession, *, now: datetime) -> list[Path]:
    """The runs that cover all events; made anew where the hash changed, or one is lost or damaged."""
    made_by = maker(session)
    rows = list(KeyRun.objects.all())
    covered = sum(row.keys for row in rows)
    wanted = EventFile.objects.filter(dropped_at=None).aggregate(rows=Sum("rows"))["rows"] or 0
    if covered >= wanted and all(row.made_by == made_by and _is_whole(row) for row in rows):
        return [keys_dir() / row.path for row in rows]
    KeyRun.objects.all().delete()
    return [_made_anew(session, path, made_by=made_by, now=now) for path in event_files()]


def runs_at_hand(session: EventSession) -> list[Path]:
    """Those that can be used as they are, for who writes nothing and so makes none anew."""
    made_by = maker(session)
    return [keys_dir() / row.path for row in KeyRun.objects.all() if row.made_by == made_by and _is_whole(row)]


def _is_whole(row: KeyRun) -> bool:
    path = keys_dir() / row.path
    return path.exists() and path.stat().st_size == 8 * row.keys


def _made_anew(session: EventSession, path: Path, *, made_by: str, now: datetime) -> Path:
    keys = sorted_keys(session, session.file(path))
    row = _settled(keys, (), made_by=made_by, now=now)
    row.save()
    return keys_dir() / row.path


@dataclass(frozen=True, slots=True)
class NewRun:
    """A settled run that is not named yet, and the runs that are in it."""

    row: KeyRun
    absorbed: tuple[int, ...]


def new_run(session: EventSession, keys: Keys, *, now: datetime) -> NewRun | None:
    """A run of new keys. It takes smaller runs with it, so that there are only as many as the size has digits."""
    if not len(keys):
        return None
    size, absorbed = len(keys), []
    for row in sorted(KeyRun.objects.all(), key=lambda each: each.keys):
        if row.keys > size or size + row.keys > _MERGED_AT_ONCE:
            break
        absorbed.append(row)
        size += row.keys
    made = _settled(keys, [keys_dir() / row.path for row in absorbed], made_by=maker(session), now=now)
    return NewRun(made, tuple(row.pk for row in absorbed))


def name_run(run: NewRun) -> None:
    """Inside the transaction that names the events."""
    KeyRun.objects.filter(pk__in=run.absorbed).delete()
    run.row.save()


def name_file(path: Path, *, rows: int, sha256: str, imports: Sequence[ActivityImport], now: datetime) -> None:
    """Let readers see a settled event file. Inside the transaction that names its imports."""
    file = EventFile.objects.create(
        path=path.name, rows=rows, size_bytes=path.stat().st_size, sha256=sha256, created_at=now
    )
    FiledImport.objects.bulk_create(FiledImport(activity_import=each, file=file) for each in imports)


def _settled(keys: Keys, earlier: Sequence[Path], *, made_by: str, now: datetime) -> KeyRun:
    keys_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{uuid4()}.keys"
    finished = keys_dir() / f"{name}.part"
    held = write_run(finished, keys, earlier)
    settle(finished, keys_dir() / name)
    return KeyRun(path=name, keys=held, made_by=made_by, created_at=now)
