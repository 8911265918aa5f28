"""How does an account read that was not truly reached: why, what was tried, what comes next?"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.views.plan_accounts import Pill
from lifecycle.api import words
from notifications.api import Unreached
from notifications.rules.ladder_steps import Action
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.statuses import DeliveryStatus, ObligationStatus
from notifications.rules.unreached import Why

WHY = {
    Why.NOBODY: gettext_lazy("nobody to write to"),
    Why.BOUNCED: gettext_lazy("every message came back"),
    Why.UNCERTAIN: gettext_lazy("in doubt whether it left"),
    Why.UNSENT: gettext_lazy("nothing has left yet"),
    Why.UNREAD: gettext_lazy("delivered, and not answered"),
    Why.SILENT: gettext_lazy("no proof and no answer"),
}
NEXT = {
    Action.ALTERNATE: gettext_lazy("another contact"),
    Action.REMINDER: gettext_lazy("a reminder"),
    Action.EMAIL: gettext_lazy("by mail"),
    Action.BANNER: gettext_lazy("a banner in the product"),
    Action.CALL: gettext_lazy("a call"),
    Action.TASK: gettext_lazy("a call"),
    Action.MANAGER: gettext_lazy("a manager takes over"),
    Action.EXECUTIVE: gettext_lazy("a letter, or an executive"),
}
DELIVERY = {
    DeliveryStatus.HELD: gettext_lazy("held back"),
    DeliveryStatus.READY: gettext_lazy("about to leave"),
    DeliveryStatus.CLAIMED: gettext_lazy("about to leave"),
    DeliveryStatus.SENDING: gettext_lazy("being sent"),
    DeliveryStatus.ACCEPTED: gettext_lazy("accepted"),
    DeliveryStatus.DELIVERED: gettext_lazy("delivered"),
    DeliveryStatus.SOFT_BOUNCED: gettext_lazy("put off by their server"),
    DeliveryStatus.HARD_BOUNCED: gettext_lazy("came back"),
    DeliveryStatus.COMPLAINED: gettext_lazy("reported as unwanted"),
    DeliveryStatus.SUPPRESSED: gettext_lazy("not written to any more"),
    DeliveryStatus.FAILED: gettext_lazy("failed"),
    DeliveryStatus.UNCERTAIN: gettext_lazy("in doubt"),
}


@dataclass(frozen=True, slots=True)
class UnreachedRow:
    account: str
    account_url: str
    tier: str
    tier_label: str
    notice: str
    plan_key: str
    due: str
    late: str
    pill: Pill
    why: str
    tried: str
    following: str
    waive_url: str
    waive_word: str


def unreached_row(row: Unreached) -> UnreachedRow:
    return UnreachedRow(
        account=row.account_name,
        account_url=reverse("console:account", args=[row.account]),
        tier=row.tier,
        tier_label=row.tier.label,
        notice=NoticeCode(row.notice).label,
        plan_key=row.plan,
        due=words.day(row.due_date),
        late=words.weekday(row.late_on) if row.late_on else _("no notice period counts from it"),
        pill=_pill(row),
        why=str(WHY[row.why]),
        tried=_tried(row),
        following=_next(row),
        waive_url=reverse("console:agree_waiver", args=[row.plan, row.waiver])
        if row.waiver
        else reverse("console:waive", args=[row.plan, row.id]),
        waive_word=_("Answer the waiver") if row.waiver else _("Let it go"),
    )


def _pill(row: Unreached) -> Pill:
    if row.status is ObligationStatus.BREACHED:
        return Pill("blocked", _("too late"))
    return Pill("caution", _("open")) if row.why is not Why.UNREAD else Pill("info", _("no answer"))


def _tried(row: Unreached) -> str:
    if row.last_at is None or row.last_status is None or row.last_channel is None:
        return _("nothing was tried yet")
    return _("%(channel)s, %(status)s, %(at)s") % {
        "channel": _(row.last_channel.label),
        "status": DELIVERY.get(row.last_status, row.last_status),
        "at": words.instant(row.last_at),
    }


def _next(row: Unreached) -> str:
    if not row.next_step or row.next_on is None:
        return _("no step is left: call, or move the end")
    return _("%(step)s on %(day)s") % {"step": NEXT[Action(row.next_step)], "day": words.weekday(row.next_on)}
