"""Which sentences say what is wrong with a plan and its dates?"""

from django.utils.translation import gettext_lazy

PLAN_SENTENCES = {
    "lead_time_unknown": gettext_lazy("%(rule)s cannot be worked out, and unknown blocks: %(detail)s."),
    "lead_time_target": gettext_lazy("%(stage)s on %(date)s keeps the floor of %(rule)s; its target is %(target)s."),
    "lead_time_overridden": gettext_lazy(
        "%(stage)s on %(date)s is under %(rule)s (earliest %(earliest)s), overridden on record: %(reason)s."
    ),
    "date_impossible": gettext_lazy("This date cannot be: %(detail)s."),
    "stage_left_out": gettext_lazy("%(stage)s has no date: give it one, or say under “skip” why it is left out."),
    "skip_forbidden": gettext_lazy("%(stage)s cannot be left out of a plan."),
    "skip_and_date": gettext_lazy("%(stage)s is left out and has a date: keep one of the two."),
    "off_window": gettext_lazy("%(rule)s allows the end only on day %(day)s of months %(months)s, not on %(date)s."),
    "no_announcement": gettext_lazy("The plan has no announcement: nobody would be told."),
    "already_reached": gettext_lazy("%(what)s was reached on %(old)s; what has happened cannot be moved."),
    "already_promised": gettext_lazy("%(what)s was announced for %(old)s; move it, it can no longer be left out."),
    "reason_dated": gettext_lazy(
        "Customers read why a date moves: “%(found)s” would not move with the plan. Say it without the day."
    ),
    "reason_sells": gettext_lazy("Customers read why a date moves: “%(found)s” sells something. Say it without."),
    "dates_changed": gettext_lazy("The plan changed since these dates were shown: look again, then move them."),
    "dates_unseen": gettext_lazy("These are other dates than those shown: look at what follows, then move them."),
    "other_module": gettext_lazy("Plan %(plan)s retires %(module)s; a plan never changes its module."),
    "plan_ended": gettext_lazy("Plan %(plan)s has ended as %(stage)s; start a new plan under another key."),
    "unknown_account": gettext_lazy("There is no account %(subject)s; import the directory first."),
    "unknown_person": gettext_lazy("There is no login %(detail)s."),
    "no_way_back": gettext_lazy("A plan in stage %(stage)s gives nothing back."),
    "not_earlier": gettext_lazy("%(to)s is not earlier than %(stage)s, or not a stage that an account can be held at."),
    "unknown_module": gettext_lazy("There is no module %(detail)s to move to; register it first."),
}
