"""How is an export built, so that a kill anywhere costs at most one chunk and changes no byte?"""

import errno
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from lifecycle.api import record
from lifecycle.rules.actors import Actor
from portability.models import Export, ExportChunk, Snapshot
from portability.rules.chunks import Span, spans
from portability.rules.export_status import ExportStatus
from portability.rules.filters import Selection
from portability.rules.requests import from_json
from portability.services.exports.chunk import Work, write_chunk
from portability.services.exports.directory import directory, names_of, units_of
from portability.services.exports.lease import LeaseLost, claim, holding, lay_aside, let_go, move
from portability.services.exports.package import Parcel, Unbalanced, gather, write_package
from portability.services.exports.package_check import check_package
from portability.services.snapshots import Draft, latest_content, lock_content, new_content, save_snapshot, segments_of
from portability.services.stores import content_store, files_place, passing_place
from portability.storage.content import DamagedContent
from portability.storage.places import PIECE, Place

logger = logging.getLogger(__name__)
BUILDER = Actor.system("export builder")
KEPT_FOR = timedelta(days=14)
TRIES = 3
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class _Job:
    export: Export
    place: Place
    folder: Path
    beat: Callable[[], None]
    now: datetime


def build_export(*, now: datetime, export_uuid: UUID | None = None) -> Export | None:
    """Work on one waiting export until it is ready, paused or failed; None when nothing waits."""
    export = claim(export_uuid)
    if export is None:
        return None
    try:
        with passing_place("export") as folder:
            _build(_Job(export, files_place(), folder, holding(export), now))
    except LeaseLost:
        pass  # somebody else goes on, or nobody wants it any more
    except (DamagedContent, Unbalanced) as error:
        _fail(export, str(error), now)
    except OSError as error:
        is_full = error.errno in FULL
        _stumble(export, f"the disk is full: {error}" if is_full else f"the storage: {error}", now, counts=not is_full)
    except Exception as error:
        logger.exception("export stumbled: %s", export.uuid)
        _stumble(export, f"{type(error).__name__}: {error}", now, counts=True)
    finally:
        let_go_unless_paused(export)
    export.refresh_from_db()
    return export


def package_path(export: Export) -> str:
    """Where the package lies at the place of files."""
    return f"exports/{export.uuid}/package.zip"


def let_go_unless_paused(export: Export) -> None:
    """A paused export keeps its lease as the time to wait before the next try."""
    if not Export.objects.filter(pk=export.pk, status=ExportStatus.PAUSED).exists():
        let_go(export)


def _build(job: _Job) -> None:
    snapshot = _fix_snapshot(job)
    work = _work(job.export, snapshot)
    parts = spans([segment.records for segment in work.segments], job.export.chunk_records)
    move(job.export, ExportStatus.BUILDING, chunks_total=len(parts), reason="")
    for n in _missing(job, len(parts)):
        _write_chunk(job, work, n, parts[n])
    move(job.export, ExportStatus.PACKAGING)
    chunks = [_chunk_path(job.export, n) for n in range(len(parts))]
    parcel = Parcel(job.export, snapshot, work, gather(job.place, chunks, job.beat), job.place, job.beat)
    local = job.folder / "package.zip"
    packed = write_package(parcel, local)
    job.beat()
    written = job.place.write(package_path(job.export), _pieces(local))
    move(job.export, ExportStatus.VERIFYING, package_sha256=written.sha256, package_bytes=written.size)
    _verify_and_finish(job, packed.is_complete, {"totals": packed.totals, "receipt_sha256": packed.receipt_sha256})


def _fix_snapshot(job: _Job) -> Snapshot:
    """Once chosen, the snapshot stays: what came in later is not part of this export."""
    export = job.export
    if export.snapshot is not None:
        return export.snapshot
    if export.status != ExportStatus.SNAPSHOTTING:
        move(export, ExportStatus.SNAPSHOTTING)
    with transaction.atomic():
        lock_content(export.account)
        snapshot = latest_content(export.account)
        if snapshot is None:  # an account without content gets a valid package that says 0
            snapshot = save_snapshot(export.account, Draft(), new_content(export.account, BUILDER.name, job.now), {})
        move(export, ExportStatus.SNAPSHOTTING, snapshot=snapshot)
    return snapshot


def _work(export: Export, snapshot: Snapshot) -> Work:
    segments, store = segments_of(snapshot), content_store(export.account)
    request = from_json(export.request)
    names = directory(names_of(segments, store), request.filter.zone)
    return Work(segments, units_of(segments), store, Selection(request.filter), request.formats, names)


def _missing(job: _Job, total: int) -> list[int]:
    """Chunks without a row, or whose file is not what the row says."""
    found = set(range(total))
    for chunk in ExportChunk.objects.filter(export=job.export):
        path = _chunk_path(job.export, chunk.n)
        if job.place.size(path) == chunk.size_bytes and job.place.sha256(path) == chunk.sha256:
            found.discard(chunk.n)
        else:
            chunk.delete()
    return sorted(found)


def _write_chunk(job: _Job, work: Work, n: int, span: Span) -> None:
    """File first, then the row under the fence: a zombie leaves at worst the same file again."""
    job.beat()
    local = job.folder / "chunk.zip"
    notes = write_chunk(work, span, local)
    written = job.place.write(_chunk_path(job.export, n), _pieces(local))
    with transaction.atomic():
        job.beat()
        move(job.export, ExportStatus.BUILDING)
        ExportChunk.objects.create(
            account=job.export.account,
            export=job.export,
            n=n,
            first_position=span.first,
            last_position=span.last,
            sha256=written.sha256,
            size_bytes=written.size,
            records=sum(notes.tally.cells().values()),
            committed_at=Now(),
        )


def _verify_and_finish(job: _Job, is_complete: bool, summary: dict[str, object]) -> None:
    export = job.export
    with job.place.open(package_path(export)) as stream:
        wrong = check_package(stream, export.package_sha256, job.beat)
    if wrong:
        raise DamagedContent("; ".join(wrong[:20]))
    with transaction.atomic():
        move(
            export,
            ExportStatus.READY,
            is_complete=is_complete,
            ready_at=job.now,
            expires_at=job.now + KEPT_FOR,
            summary=summary,
            lease_until_at=None,
        )
        _audit("built", export, job.now)
    job.place.delete(f"exports/{export.uuid}/chunks")


def _stumble(export: Export, reason: str, now: datetime, *, counts: bool) -> None:
    """A full disk empties again: pause with the reason. Everything else has three tries."""
    if counts:
        Export.objects.filter(pk=export.pk, fence=export.fence).update(tries=F("tries") + 1)
        export.refresh_from_db(fields=["tries"])
        if export.tries >= TRIES:
            _fail(export, reason, now)
            return
    lay_aside(export, reason)


def _fail(export: Export, reason: str, now: datetime) -> None:
    with transaction.atomic():
        export.refresh_from_db(fields=["status"])
        try:
            move(export, ExportStatus.FAILED, reason=reason[:1000], lease_until_at=None)
        except LeaseLost:
            return
        _audit("failed", export, now)


def _audit(what: str, export: Export, now: datetime) -> None:
    facts = {"status": export.status, "package_sha256": export.package_sha256}
    record(f"portability.export.{what}", subject=export.uuid, actor=BUILDER, at=now, account=export.account, **facts)


def _chunk_path(export: Export, n: int) -> str:
    return f"exports/{export.uuid}/chunks/{n:06d}.zip"


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
