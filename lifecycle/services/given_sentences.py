"""Which sentences say what is missing from, or wrong with, what somebody gave?"""

from django.utils.translation import gettext_lazy, gettext_noop

# Before a detail, which says what is wanted.
GIVEN_NAMES = {
    "note": gettext_lazy("Note"),
    "reason": gettext_lazy("Reason"),
    "rationale": gettext_lazy("Decision"),
    "outcome": gettext_lazy("Outcome"),
    "tolerance": gettext_lazy("Bounds of the decision"),
    "address": gettext_lazy("Address"),
    "chat_address": gettext_lazy("Room"),
    "chat_extra": gettext_lazy("Room"),
    "desk_task": gettext_lazy("Task"),
    "hold": gettext_lazy("Legal hold"),
    "not_held": gettext_lazy("Account"),
    "webhook_ended": gettext_lazy("Webhook"),
}
# A detail that is not listed stands as it was written.
DETAILS = (
    *(gettext_noop("say why"), gettext_noop("say why the date moves"), gettext_noop("say what you found")),
    *(gettext_noop("say what you checked"), gettext_noop("say who said so, and how you know")),
    *(gettext_noop("say on which grounds"), gettext_noop("say until which day"), gettext_noop("a share from 0 to 1")),
    *(gettext_noop("not one mailbox"), gettext_noop("who, and what was said"), gettext_noop("it is closed already")),
    *(gettext_noop("say who asked for it, or why"), gettext_noop("say what was repaired, or who asked for it")),
    *(gettext_noop("say why this account need not be reached"), gettext_noop("say what your colleague must know")),
    *(gettext_noop("say who asked for it, and how"), gettext_noop("it is not closed")),
    *(gettext_noop("what was found out about a message stays"), gettext_noop("the hold is lifted already")),
    gettext_noop("the account is not held back"),
    *(gettext_noop("the extra “chat” is not installed"), gettext_noop("its webhook ended: the account adds a new one")),
)
GIVEN_SENTENCES = {
    "subject": gettext_lazy(
        "Some criteria are signed for one account, others for the plan as a whole: this one asks for the other."
    ),
    "export_status": gettext_lazy("That is not possible with this export any more: look where it stands now."),
    "notice_stage": gettext_lazy("This notice does not leave while the plan is at “%(stage)s”."),
    "webhook_address": gettext_lazy(
        "The address must begin with https:// and hold no user and no password; a host that is not public is refused."
    ),
    "webhook_count": gettext_lazy("No more than %(limit)s addresses at a time: stop one first."),
}
