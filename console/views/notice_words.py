"""How do a moment of the series, a standing, a mailing and a reason to halt read on pages?"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from console.views.plan_accounts import Pill
from lifecycle.api import words
from lifecycle.rules.milestones import MilestoneKind
from notifications.api import Standing
from notifications.rules.approval import OWED_AT_ONCE
from notifications.rules.runs import RunStatus
from notifications.rules.statuses import DeliveryStatus

LANGUAGE_NAMES = {"en": "English", "zh-hans": "简体中文", "ru": "Русский"}
RUN_PILLS = {
    RunStatus.CANARY: ("info", gettext_lazy("first letters out")),
    RunStatus.RUNNING: ("ok", gettext_lazy("under way")),
    RunStatus.HALTED: ("blocked", gettext_lazy("halted")),
}
D = DeliveryStatus
DELIVERY_PILLS = {
    D.HELD: ("caution", gettext_lazy("held back")),
    D.READY: ("info", gettext_lazy("ready")),
    D.CLAIMED: ("info", gettext_lazy("being sent")),
    D.SENDING: ("info", gettext_lazy("being sent")),
    D.ACCEPTED: ("ok", gettext_lazy("taken over")),
    D.DELIVERED: ("ok", gettext_lazy("delivered")),
    D.SOFT_BOUNCED: ("caution", gettext_lazy("deferred by the recipient's server")),
    D.HARD_BOUNCED: ("blocked", gettext_lazy("came back")),
    D.COMPLAINED: ("blocked", gettext_lazy("complaint")),
    D.SUPPRESSED: ("caution", gettext_lazy("address must not be written to")),
    D.FAILED: ("blocked", gettext_lazy("failed")),
    D.EXPIRED: ("unknown", gettext_lazy("too late to send")),
    D.UNCERTAIN: ("unknown", gettext_lazy("uncertain")),
    D.CANCELLED: ("unknown", gettext_lazy("called off")),
    D.SUPERSEDED: ("unknown", gettext_lazy("replaced")),
}
HOLD_WORDS = {
    "quiet": gettext_lazy("quiet hours"),
    "paused": gettext_lazy("the plan's stage"),
    "error": gettext_lazy("the letter could not be written"),
    "approval": gettext_lazy("approval is missing"),
    "canary": gettext_lazy("first letters are watched"),
    "halted": gettext_lazy("the mailing is halted"),
    "digest": gettext_lazy("leaves inside another letter"),
}
_MOMENT = re.compile(r"([a-z_]+?)([+-]?\d+)([dw])\Z")


def moment_words(moment: str) -> str:
    """`off-90d` as people say it; anything else stands as it is."""
    found = _MOMENT.match(moment)
    if not found or found[1] not in set(MilestoneKind):
        return moment
    what, count = _(MilestoneKind(found[1]).label), int(found[2])
    named = {"count": abs(count), "what": what}
    if count == 0:
        return _("on the day of “%(what)s”") % named
    if found[3] == "w":
        before = ngettext("%(count)s working day before “%(what)s”", "%(count)s working days before “%(what)s”", -count)
        after = ngettext("%(count)s working day after “%(what)s”", "%(count)s working days after “%(what)s”", count)
    else:
        before = ngettext("%(count)s day before “%(what)s”", "%(count)s days before “%(what)s”", -count)
        after = ngettext("%(count)s day after “%(what)s”", "%(count)s days after “%(what)s”", count)
    return (before if count < 0 else after) % named


def standing_pill(found: Standing, *, is_asked: bool) -> Pill:
    if found.code in OWED_AT_ONCE:
        return Pill("info", _("leaves at once"))
    if not is_asked:
        return Pill("unknown", _("no approval asked for"))
    if found.verdict:
        return Pill("ok", _("approved"))
    if found.request is not None:
        return Pill("info", _("waits for a second person"))
    return Pill("blocked", _("changed since approved")) if found.approval else Pill("caution", _("not approved"))


def standing_note(found: Standing) -> str:
    if found.approval is not None and found.verdict:
        return _("asked by %(asked)s, approved by %(name)s, %(when)s") % {
            "asked": found.approval.requested_by,
            "name": found.approval.approved_by,
            "when": words.instant(found.approval.approved_at),
        }
    if found.request is not None:
        asked = {"name": found.request.requested_by, "when": words.instant(found.request.requested_at)}
        return _("asked for by %(name)s, %(when)s") % asked
    return ""


def run_pill(status: RunStatus, *, is_finished: bool = False) -> Pill:
    if is_finished:
        return Pill("ok", _("finished"))
    tone, word = RUN_PILLS[status]
    return Pill(tone, str(word))


def delivery_pill(status: str) -> Pill:
    tone, word = DELIVERY_PILLS[DeliveryStatus(status)]
    return Pill(tone, str(word))
