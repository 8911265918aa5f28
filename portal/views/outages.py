"""Which short outages lie ahead of a customer, in their own time?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from icalendar import Event

from lifecycle.api import SunsetPlan, brownouts, words
from lifecycle.rules.brownouts import Outcome
from portal.views.access import Visitor


@dataclass(frozen=True, slots=True)
class Outage:
    begins: str
    lasts: str


def outages_ahead(plan: SunsetPlan, visitor: Visitor) -> tuple[Outage, ...]:
    """Those that are open or to come and will hit this account; under review there is none."""
    zone = visitor.account.timezone
    found = brownouts.windows_for(plan, visitor.account, now=visitor.now)
    return tuple(
        Outage(words.instant(each.starts_at, zone), words.span(each.ends_at - each.starts_at))
        for each in found
        if not each.outcome and each.ends_at > visitor.now
    )


def outage_events(plan: SunsetPlan, visitor: Visitor) -> list[Event]:
    """Called off ones stay as cancelled, so that a calendar that holds them takes them out."""
    found = []
    for window in brownouts.windows_for(plan, visitor.account, now=visitor.now):
        event = Event()
        event.add("uid", f"outage.{window.starts_at:%Y%m%dT%H%M}.{plan.uuid}@sunsetter")
        event.add("dtstamp", visitor.now)
        event.add("sequence", window.revision)
        event.add("dtstart", window.starts_at)
        event.add("dtend", window.ended_early_at or window.ends_at)
        event.add("status", "CANCELLED" if window.outcome == Outcome.CANCELLED else "CONFIRMED")
        event.add("summary", _("%(module)s: short outage, exports stay open") % {"module": plan.module.name})
        found.append(event)
    return found
