"""Which sentences say why a series of outages is refused?"""

from django.utils.translation import gettext_lazy

BROWNOUT_SENTENCES = {
    "brownout_none": gettext_lazy("A series needs at least one outage: name its length in hours."),
    "brownout_length": gettext_lazy("Each outage lasts between 1 and %(longest)s hours."),
    "brownout_far": gettext_lazy("The first outage is too far away: name a day within ten years."),
    "brownout_past": gettext_lazy("The first outage lies in the past."),
    "brownout_early": gettext_lazy("The first outage may begin on %(earliest)s at the earliest."),
    "brownout_late": gettext_lazy("The last outage must end by %(latest)s, a week before the switch-off."),
    "brownout_stage": gettext_lazy("No outage can be planned while the plan is %(stage)s."),
    "brownout_ahead": gettext_lazy("Outages are planned already: call them off first."),
    "brownout_not_open": gettext_lazy("No outage is open now."),
    "brownout_not_ahead": gettext_lazy("No outage lies ahead."),
    "brownouts_speak": gettext_lazy("Outages are planned, so their own record answers; nobody signs for them."),
}
