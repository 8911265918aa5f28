"""Which exports did the accounts of a plan ask for?"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from console.views.plan_accounts import Pill
from lifecycle.api import SunsetPlan, affected_accounts, words
from portability.api import Export, newest_exports
from portability.rules.export_status import ExportStatus

S = ExportStatus
_SAID = {
    S.REQUESTED: ("info", gettext_lazy("requested")),
    S.AWAITING_APPROVAL: ("info", gettext_lazy("waits for approval")),
    S.QUEUED: ("info", gettext_lazy("waiting")),
    S.SNAPSHOTTING: ("info", gettext_lazy("being prepared")),
    S.BUILDING: ("info", gettext_lazy("being prepared")),
    S.PACKAGING: ("info", gettext_lazy("being packed")),
    S.VERIFYING: ("info", gettext_lazy("being checked")),
    S.READY: ("ok", gettext_lazy("ready")),
    S.PAUSED: ("caution", gettext_lazy("paused")),
    S.FAILED: ("blocked", gettext_lazy("failed")),
    S.REFUSED: ("blocked", gettext_lazy("refused")),
    S.CANCELLED: ("unknown", gettext_lazy("called off")),
    S.EXPIRED: ("unknown", gettext_lazy("expired")),
    S.REVOKED: ("unknown", gettext_lazy("revoked")),
}


@dataclass(frozen=True, slots=True)
class ExportRow:
    account: str
    asked: str
    pill: Pill
    size: str
    downloaded: str


@dataclass(frozen=True, slots=True)
class ExportList:
    total: int
    rows: tuple[ExportRow, ...]


def export_list(plan: SunsetPlan) -> ExportList:
    """The newest of everybody concerned."""
    rows = tuple(export_row(each) for each in newest_exports(tuple(affected_accounts(plan))))
    return ExportList(len(rows), rows)


def export_row(each: Export) -> ExportRow:
    tone, word = _SAID[ExportStatus(each.status)]
    return ExportRow(
        account=each.account.name,
        asked=words.instant(each.requested_at),
        pill=Pill(tone, str(word)),
        size=words.size(each.package_bytes) if each.package_bytes else "",
        downloaded=words.instant(each.downloaded_at) if each.downloaded_at else "",
    )
