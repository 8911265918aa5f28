"""Through which door do console, portal and commands reach portability?"""

from portability.models import Copy, Export, LegalHold, RestoreDrill, Settlement, Snapshot, Transfer
from portability.rules.depth import Depth
from portability.rules.export_status import ExportStatus
from portability.rules.filters import Attachments, BadFilter, Filter, PersonSense
from portability.rules.kinds import ContentType
from portability.rules.requests import ExportRequest, Format, from_json, instant_ms
from portability.services.archives.drill import run_drill
from portability.services.archives.hold import holds_of, lift_hold, place_hold
from portability.services.archives.snapshot import copy_snapshot, take_snapshot
from portability.services.archives.verify import CannotDecide, missing_snapshots, verify_copy
from portability.services.connectors import CONNECTORS
from portability.services.downloads import (
    confirm_download,
    finish_download,
    hand_out,
    issue_ticket,
    open_package,
    redeem_ticket,
    verify_export,
)
from portability.services.exports.build import build_export
from portability.services.exports.export_queue import ExportQueue, export_queue
from portability.services.exports.preview import Preview, preview_export
from portability.services.exports.progress import Progress, export_as_json, progress_of, save_package
from portability.services.exports.request import (
    cancel_export,
    decline_export,
    expire_exports,
    export_of,
    exports_of,
    newest_exports,
    request_export,
    settle_export,
)
from portability.services.import_content import ContentReport, import_content
from portability.services.readiness import account_findings, push_evidence
from portability.services.stores import archive_urls
from portability.services.transfers import progress as transfers
from portability.services.transfers.copying import copy_transfer
from portability.services.transfers.rehearse import rehearse_transfer
from portability.services.transfers.removing import cancel_transfer, decline_transfer, roll_back_transfer
from portability.services.transfers.saying import transfer_as_json, transfer_lines
from portability.services.transfers.verifying import sign_differences, verify_transfer

# fmt: off
__all__ = [
    "CONNECTORS",
    "Attachments",
    "BadFilter",
    "CannotDecide",
    "ContentReport",
    "ContentType",
    "Copy",
    "Depth",
    "Export",
    "ExportQueue",
    "ExportRequest",
    "ExportStatus",
    "Filter",
    "Format",
    "LegalHold",
    "PersonSense",
    "Preview",
    "Progress",
    "RestoreDrill",
    "Settlement",
    "Snapshot",
    "Transfer",
    "account_findings",
    "archive_urls",
    "build_export",
    "cancel_export",
    "cancel_transfer",
    "confirm_download",
    "copy_snapshot",
    "copy_transfer",
    "decline_export",
    "decline_transfer",
    "expire_exports",
    "export_as_json",
    "export_of",
    "export_queue",
    "exports_of",
    "finish_download",
    "from_json",
    "hand_out",
    "holds_of",
    "import_content",
    "instant_ms",
    "issue_ticket",
    "lift_hold",
    "missing_snapshots",
    "newest_exports",
    "open_package",
    "place_hold",
    "preview_export",
    "progress_of",
    "push_evidence",
    "redeem_ticket",
    "rehearse_transfer",
    "request_export",
    "roll_back_transfer",
    "run_drill",
    "save_package",
    "settle_export",
    "sign_differences",
    "take_snapshot",
    "transfer_as_json",
    "transfer_lines",
    "transfers",
    "verify_copy",
    "verify_export",
    "verify_transfer",
]
# fmt: on
