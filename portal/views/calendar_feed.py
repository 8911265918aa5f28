"""How do the dates get into a customer's own calendar?"""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from lifecycle.api import SunsetPlan, reading
from lifecycle.rules.milestones import DatedPromise
from portal.views.access import Visitor, customer
from portal.views.outages import outage_events
from portal.views.retirements import shown_promises


@require_safe
@customer
def calendar(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Whole days, which no reader shifts; the sequence grows with each move, so that an import updates."""
    feed = Calendar()
    feed.add("prodid", "-//Sunsetter//Dates//EN")
    feed.add("version", "2.0")
    for plan in reading.plans_for(visitor.account):
        for promise in shown_promises(plan):
            feed.add_component(_event(plan, promise, visitor))
        for event in outage_events(plan, visitor):
            feed.add_component(event)
    response = HttpResponse(feed.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="sunsetter-dates.ics"'
    return response


def _event(plan: SunsetPlan, promise: DatedPromise, visitor: Visitor) -> Event:
    event = Event()
    event.add("uid", f"{promise.kind}.{plan.uuid}@sunsetter")
    event.add("dtstamp", visitor.now)
    event.add("sequence", promise.revision - 1)
    event.add("dtstart", promise.date)
    event.add("dtend", promise.date + timedelta(days=1))
    event.add("summary", f"{plan.module.name}: {_(promise.kind.label)}")
    event.add("description", plan.reason)
    return event
