"""Through which door do console, portal and commands reach portability?"""

from portability.services.downloads import (
    confirm_download,
    finish_download,
    is_to_the_end,
    issue_ticket,
    open_package,
    package_response,
    redeem_ticket,
    verify_export,
)
from portability.services.exports.build import build_export
from portability.services.exports.preview import Preview, preview_export
from portability.services.exports.request import (
    cancel_export,
    decline_export,
    expire_exports,
    export_of,
    exports_of,
    request_export,
    settle_export,
)
from portability.services.import_content import ContentReport, import_content

__all__ = [
    "ContentReport",
    "Preview",
    "build_export",
    "cancel_export",
    "confirm_download",
    "decline_export",
    "expire_exports",
    "export_of",
    "exports_of",
    "finish_download",
    "import_content",
    "is_to_the_end",
    "issue_ticket",
    "open_package",
    "package_response",
    "preview_export",
    "redeem_ticket",
    "request_export",
    "settle_export",
    "verify_export",
]
