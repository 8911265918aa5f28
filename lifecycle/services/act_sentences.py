"""Which sentences say why an act of the staff is refused?"""

from django.utils.translation import gettext_lazy

ACT_OF_STAFF = {
    "leave_person": gettext_lazy("This needs a person who may approve and is not the author of the plan."),
    "leave_over": gettext_lazy("%(subject)s: this leave is not running; its end is %(ended)s."),
    "dates_answered": gettext_lazy("These dates were answered by %(by)s."),
    "dates_asker_gone": gettext_lazy("%(by)s, who asked, may no longer move dates; somebody who may asks again."),
    "dates_own": gettext_lazy("%(by)s stands behind these dates already; somebody else answers."),
    "dates_request_over": gettext_lazy("The plan changed since %(by)s asked for these dates, or they waited too long."),
    "leave_answered": gettext_lazy("%(subject)s: this request was answered by %(by)s."),
    "leave_asker_gone": gettext_lazy("%(subject)s: %(by)s, who asked, may no longer give leave; ask again."),
    "leave_too_old": gettext_lazy("%(subject)s: this request waited too long; ask again."),
    "own_role": gettext_lazy("Nobody changes their own role: another operator must do it."),
    "last_operator": gettext_lazy("%(subject)s is the last operator: give the role to somebody else first."),
    "customer_login": gettext_lazy("%(subject)s is the login of a customer; staff need a login of their own."),
    "module_known": gettext_lazy("%(subject)s is registered already, as %(called)s."),
    "module_planned": gettext_lazy("%(subject)s stays on record: it was planned (%(plans)s)."),
    "module_replaces": gettext_lazy("%(subject)s stays on record: it is the replacement of %(modules)s."),
    "straggler_settled": gettext_lazy("%(subject)s: this was settled before, on %(settled)s."),
    "leave_end_past": gettext_lazy("The end is past: leave needs a day that is still to come."),
    "leave_end_far": gettext_lazy("The end is too far away: leave lasts two years at most, then it is asked for anew."),
    "not_uncertain": gettext_lazy("%(subject)s: this message is not in doubt any more: %(status)s."),
    "script_dated": gettext_lazy(
        "%(subject)s: the dates moved since this script was written. Read the new script; if you told the earlier "
        "dates already, say so: then the account hears the right ones."
    ),
    "still_uncertain": gettext_lazy("%(subject)s: first say whether the message arrived; that closes the task."),
    "no_report": gettext_lazy("A plan in stage %(stage)s has nothing to report yet: that begins with the switch-off."),
}
