"""How do a plan's dates get into the calendars of staff, and a customer's own into that customer's?"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Event

from lifecycle.api import Account, SunsetPlan
from notifications.api import calendar_files


def dates_of_plan(plan: SunsetPlan, *, now: datetime) -> HttpResponse:
    url = f"{settings.PUBLIC_URL}{reverse('console:plan', args=[plan.key])}"
    events = calendar_files.staff_events(plan, url=url, now=now)
    return _file(f"{plan.key}-dates.ics", plan.module.name, events)


def dates_of_account(account: Account, *, now: datetime) -> HttpResponse:
    """To hand over on request: what the customer's own people find in the portal, in their language."""
    url = f"{settings.PUBLIC_URL}{reverse('portal:dates')}"
    with translation.override(account.language):
        events = calendar_files.account_events(account, url=url, now=now)
        return _file(f"{account.key}-dates.ics", _("Retirement dates"), events)


def _file(name: str, title: str, events: Iterable[Event]) -> HttpResponse:
    content = calendar_files.calendar_of(title, events).to_ical()
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
