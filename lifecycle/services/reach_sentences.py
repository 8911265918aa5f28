"""Which sentences say why an act about reaching customers is refused?"""

from django.utils.translation import gettext_lazy

REACH_SENTENCES = {
    "waiver_waits": gettext_lazy("%(subject)s: a waiver was asked for already; a second person answers it."),
    "waiver_second": gettext_lazy("%(subject)s: %(by)s asked for this; somebody else must agree."),
    "waiver_answered": gettext_lazy("%(subject)s: this waiver was answered by %(by)s."),
    "waiver_not_open": gettext_lazy("%(subject)s: nothing is open here that could be waived."),
    "undo_too_late": gettext_lazy("%(subject)s: an outcome can be undone for %(minutes)s minutes, not later."),
    "undo_not_yours": gettext_lazy("%(subject)s: only %(by)s or a lead may undo this outcome."),
    "promise_past": gettext_lazy("%(subject)s: the promised day is past."),
    "snooze_past": gettext_lazy("%(subject)s: a task can be put off to a later day only."),
    "snooze_far": gettext_lazy("%(subject)s: a task can be put off until %(latest)s at most."),
    "no_colleague": gettext_lazy("%(email)s works on no desk: name an active login of the staff."),
    "colleague_away": gettext_lazy("%(email)s is away on that day: name somebody who is there."),
    "briefing_changed": gettext_lazy("The briefing changed since it was shown: read it again, then confirm."),
    "briefing_not_yours": gettext_lazy("%(team)s is confirmed by %(person)s."),
    "briefing_over": gettext_lazy("The first customer was told already: the briefing is closed."),
}
