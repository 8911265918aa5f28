"""Which tables does portability own?"""

from portability.models.archives import Copy, LegalHold, RestoreDrill, RetentionSchedule
from portability.models.content import Blob, ContentImport, Segment, Snapshot, SnapshotSegment
from portability.models.exports import DownloadTicket, Export, ExportChunk, Settlement
from portability.models.transfers import Transfer, TransferDecline, TransferObject

__all__ = [
    "Blob",
    "ContentImport",
    "Copy",
    "DownloadTicket",
    "Export",
    "ExportChunk",
    "LegalHold",
    "RestoreDrill",
    "RetentionSchedule",
    "Segment",
    "Settlement",
    "Snapshot",
    "SnapshotSegment",
    "Transfer",
    "TransferDecline",
    "TransferObject",
]
