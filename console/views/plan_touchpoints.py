"""Who is told through what, when, and what came of it?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.views.notice_words import moment_words
from console.views.plan_accounts import Pill
from console.views.shown import Pager
from lifecycle.api import SunsetPlan, words
from notifications.api import Touchpoint, touchpoints_of
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.statuses import BOUNCED, DEAD_ENDS, DeliveryStatus, TouchpointStatus

SHOWN = 20
S = TouchpointStatus
_SAID = {
    S.PLANNED: ("info", gettext_lazy("planned")),
    S.RELEASED: ("info", gettext_lazy("on its way")),
    S.SERVED: ("ok", gettext_lazy("served")),
    S.MISSED: ("blocked", gettext_lazy("missed")),
    S.SUPERSEDED: ("unknown", gettext_lazy("replaced")),
    S.CANCELLED: ("unknown", gettext_lazy("called off")),
}


@dataclass(frozen=True, slots=True)
class TouchpointRow:
    day: str
    account: str
    notice: str
    step: str
    channel: str
    pill: Pill
    reason: str


@dataclass(frozen=True, slots=True)
class TouchpointList:
    total: int
    rows: tuple[TouchpointRow, ...]
    pager: Pager


def touchpoint_list(plan: SunsetPlan, *, csv_url: str, after: int = 0) -> TouchpointList:
    """In the order in which they are due."""
    found = touchpoints_of(plan)
    total = found.count()
    shown = tuple(_row(each) for each in found[after : after + SHOWN])
    following = f"?touchpoints={after + SHOWN}#touchpoints" if total > after + SHOWN else ""
    first = "?#touchpoints" if after else ""
    return TouchpointList(
        total, shown, Pager(len(shown), total, first_url=first, next_url=following, csv_url=csv_url if total else "")
    )


def _row(each: Touchpoint) -> TouchpointRow:
    return TouchpointRow(
        day=words.weekday(each.day),
        account=each.account.name,
        notice=NoticeCode(each.notice.code).label,
        step=moment_words(each.step.rpartition(".")[0] or each.step),
        channel=_(Channel(each.channel).label),
        pill=_pill(each),
        reason=each.reason,
    )


def _pill(each: Touchpoint) -> Pill:
    """A message that came back speaks louder than the plan."""
    statuses = {DeliveryStatus(delivery.status) for delivery in each.deliveries.all()}
    if statuses & BOUNCED:
        return Pill("blocked", _("came back"))
    if DeliveryStatus.UNCERTAIN in statuses:
        return Pill("unknown", _("uncertain"))
    if statuses and statuses <= DEAD_ENDS:
        return Pill("blocked", _("not delivered"))
    tone, word = _SAID[TouchpointStatus(each.status)]
    return Pill(tone, str(word))
