"""How do a quarantine, the letters that it puts in doubt and those before it read?"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.views.shown import Fact
from lifecycle.api import words
from notifications.api import Delivery, safeguards
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.quarantine import QuarantineReason

WHY = {
    QuarantineReason.OLDER: gettext_lazy("older: letters left that this database does not know"),
    QuarantineReason.LABEL: gettext_lazy("label: another environment made its newest mark"),
    QuarantineReason.GONE: gettext_lazy("gone: no file says any more what left"),
}


@dataclass(frozen=True, slots=True)
class DoubtfulLetter:
    account: str
    address: str
    notice: str
    plan_key: str
    plan_url: str
    due: str


@dataclass(frozen=True, slots=True)
class PastQuarantine:
    since: str
    why: str
    released: str
    by: str
    reason: str


def quarantine_facts(row: safeguards.Quarantine, count: int) -> tuple[Fact, ...]:
    asked = f"{words.instant(row.reconciled_at)}, {row.reconciled_by}" if row.reconciled_at else _("not yet")
    return (
        Fact(_("Why"), str(WHY[QuarantineReason(row.reason)])),
        Fact(_("Held since"), words.instant(row.opened_at)),
        Fact(_("Last mark of this database"), words.instant(row.ledger_at)),
        Fact(_("In doubt is what was due until"), words.instant(row.doubtful_until)),
        Fact(_("Letters in doubt"), words.number(count)),
        Fact(_("Said which of them left"), asked),
    )


def doubtful_letter(each: Delivery) -> DoubtfulLetter:
    plan = each.touchpoint.plan
    return DoubtfulLetter(
        account=each.touchpoint.account.name,
        address=each.address,
        notice=_(NoticeCode(each.touchpoint.notice.code).label),
        plan_key=plan.key,
        plan_url=reverse("console:plan", args=[plan.key]),
        due=words.instant(each.touchpoint.due_at),
    )


def past_quarantine(row: safeguards.Quarantine) -> PastQuarantine:
    return PastQuarantine(
        since=words.instant(row.opened_at),
        why=str(WHY[QuarantineReason(row.reason)]),
        released=words.instant(row.released_at) if row.released_at else "",
        by=row.released_by,
        reason=row.release_reason,
    )
