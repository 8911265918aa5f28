"""How far is an export, by what is committed?"""

from dataclasses import dataclass
from pathlib import Path

from lifecycle.api import BadInput
from portability.models import Export
from portability.rules.canonical import Json
from portability.rules.export_status import ExportStatus
from portability.services.exports.build import package_path
from portability.services.stores import files_place


@dataclass(frozen=True, slots=True)
class Progress:
    """Committed chunks of all chunks, and how many exports wait before this one."""

    done: int
    total: int
    waiting_before: int

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


def progress_of(export: Export) -> Progress:
    """From rows alone: whatever a worker says beside them does not count."""
    is_finished = export.status in {ExportStatus.READY, ExportStatus.EXPIRED, ExportStatus.REVOKED}
    done = export.chunks_total if is_finished else export.chunks.count()
    before = 0
    if export.status == ExportStatus.QUEUED:
        waiting = Export.objects.filter(account_id=export.account_id, status=ExportStatus.QUEUED)
        before = waiting.filter(pk__lt=export.pk).count()
    return Progress(done, export.chunks_total, before)


def export_as_json(export: Export) -> dict[str, Json]:
    """What API and commands say about an export."""
    progress = progress_of(export)
    summary = export.summary if isinstance(export.summary, dict) else {}
    return {
        "uuid": str(export.uuid),
        "account": export.account.key,
        "status": export.status,
        "reason": export.reason,
        "complete": export.is_complete,
        "request": export.request,
        "requested_at": export.requested_at.isoformat(),
        "requested_by": export.requested_by,
        "snapshot_taken_at": export.snapshot.taken_at.isoformat() if export.snapshot else None,
        "progress": {"done": progress.done, "total": progress.total, "percent": progress.percent},
        "waiting_before": progress.waiting_before,
        "ready_at": export.ready_at.isoformat() if export.ready_at else None,
        "expires_at": export.expires_at.isoformat() if export.expires_at else None,
        "downloaded_at": export.downloaded_at.isoformat() if export.downloaded_at else None,
        "verified_at": export.verified_at.isoformat() if export.verified_at else None,
        "package": {"sha256": export.package_sha256, "bytes": export.package_bytes} if export.package_sha256 else None,
        "totals": summary.get("totals"),
    }


def save_package(export: Export, folder: Path) -> Path:
    """Copy a ready package into a folder of the operator; whole or not at all."""
    if export.status != ExportStatus.READY:
        raise BadInput(f"export {export.uuid} is {export.status}; only a ready one can be saved")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{export.account.key}-export-{str(export.uuid)[:8]}.zip"
    passing = target.with_suffix(".part")
    with passing.open("wb") as stream:
        for piece in files_place().pieces(package_path(export)):
            stream.write(piece)
    return passing.replace(target)
