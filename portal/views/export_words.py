"""How does an export's progress read, in plain words?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy

from lifecycle.api import words
from portability.api import Export
from portability.rules.export_status import OPEN, ExportStatus
from portability.rules.requests import from_json

S = ExportStatus
_TONES = {
    S.READY: "ok",
    S.PAUSED: "caution",
    S.FAILED: "blocked",
    S.REFUSED: "blocked",
    S.CANCELLED: "unknown",
    S.EXPIRED: "unknown",
    S.REVOKED: "unknown",
}
_WORDS = {
    S.REQUESTED: gettext_lazy("requested"),
    S.AWAITING_APPROVAL: gettext_lazy("waits for approval"),
    S.QUEUED: gettext_lazy("waiting"),
    S.SNAPSHOTTING: gettext_lazy("fixing the content"),
    S.BUILDING: gettext_lazy("being prepared"),
    S.PACKAGING: gettext_lazy("being packed"),
    S.VERIFYING: gettext_lazy("being checked"),
    S.READY: gettext_lazy("ready"),
    S.PAUSED: gettext_lazy("paused"),
    S.FAILED: gettext_lazy("failed"),
    S.REFUSED: gettext_lazy("refused"),
    S.CANCELLED: gettext_lazy("cancelled"),
    S.EXPIRED: gettext_lazy("expired"),
    S.REVOKED: gettext_lazy("revoked"),
}
_MEANS = {
    S.REQUESTED: gettext_lazy("Your request is on record."),
    S.AWAITING_APPROVAL: gettext_lazy("A person of your account approves it first."),
    S.QUEUED: gettext_lazy("It begins as soon as a worker is free."),
    S.SNAPSHOTTING: gettext_lazy("We fix which content belongs to it."),
    S.BUILDING: gettext_lazy("Your content is being written, part by part."),
    S.PACKAGING: gettext_lazy("All parts are written; the package is being made."),
    S.VERIFYING: gettext_lazy("We read the package back and compare every sum."),
    S.READY: gettext_lazy("You can download it."),
    S.PAUSED: gettext_lazy("It goes on by itself; nothing done is lost."),
    S.FAILED: gettext_lazy("A person looks at it. You can ask again."),
    S.REFUSED: gettext_lazy("It was not approved."),
    S.CANCELLED: gettext_lazy("You called it off."),
    S.EXPIRED: gettext_lazy("Its files were destroyed on record; ask again in one click."),
    S.REVOKED: gettext_lazy("It was withdrawn."),
}
FAST_FOR, POLLED_FOR = timedelta(minutes=2), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ShownExport:
    uuid: str
    url: str
    progress_url: str
    tone: str
    word: str
    means: str
    reason: str
    asked: str
    asked_by: str
    parts_done: int
    parts: int
    percent: str
    trigger: str
    is_open: bool
    is_ready: bool
    is_stuck: bool
    size: str
    sha256: str
    until: str
    downloaded: str
    verified: str
    content_of: str
    formats: str
    is_part: bool
    etag: str


def shown_export(export: Export, *, now: datetime) -> ShownExport:
    """Progress is counted parts from committed checkpoints, never time."""
    status = ExportStatus(export.status)
    is_open = status in OPEN
    done = export.chunks.count() if is_open and export.chunks_total else export.chunks_total
    trigger = _trigger(export, now) if is_open else ""
    return ShownExport(
        uuid=str(export.uuid),
        url=reverse("portal:export", args=[export.uuid]),
        progress_url=reverse("portal:export_progress", args=[export.uuid]),
        tone=_TONES.get(status, "info"),
        word=str(_WORDS[status]),
        means=str(_MEANS[status]),
        reason=export.reason,
        asked=words.instant(export.requested_at),
        asked_by=export.requested_by,
        parts_done=done,
        parts=export.chunks_total,
        percent=f"{100 * done / export.chunks_total:.0f}" if export.chunks_total else "0",
        trigger=trigger,
        is_open=is_open,
        is_ready=status is ExportStatus.READY,
        is_stuck=is_open and not trigger,
        size=words.size(export.package_bytes) if export.package_bytes else "",
        sha256=export.package_sha256,
        until=words.instant(export.expires_at) if export.expires_at else "",
        downloaded=words.instant(export.downloaded_at) if export.downloaded_at else "",
        verified=words.instant(export.verified_at) if export.verified_at else "",
        content_of=words.instant(export.snapshot.taken_at) if export.snapshot else "",
        formats=", ".join(str(each).upper() for each in export.request.get("formats", [])),
        is_part=bool(from_json(export.request).filter.narrowing),
        etag=f'"{status}-{export.fence}-{done}-{export.chunks_total}-{trigger.replace(" ", "")}"',
    )


def _trigger(export: Export, now: datetime) -> str:
    """Every three seconds at first, every fifteen after two minutes, never after an hour."""
    age = now - export.requested_at
    if age < FAST_FOR:
        return "every 3s"
    return "every 15s" if age < POLLED_FOR else ""
