"""How do the dates get into a customer's own calendar?"""

import hashlib
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar

from lifecycle.api import portal_scope
from notifications.api import announcing, calendar_feeds, calendar_files
from portal.views.access import Visitor, customer
from portal.views.hearing import hearing_page


@require_safe
@customer
def calendar(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """A file, once; the sequence grows with each move, so that an import updates."""
    url = f"{settings.PUBLIC_URL}{reverse('portal:dates')}"
    events = calendar_files.account_events(visitor.account, url=url, now=visitor.now)
    return answered(request, calendar_files.calendar_of(_("Retirement dates"), events), file="sunsetter-dates.ics")


@require_safe
def subscribed(request: HttpRequest, token: str) -> HttpResponse:
    """Read by a calendar without signing in; a revoked or unknown address is not there."""
    feed = calendar_feeds.feed_behind(token)
    if feed is None:
        raise Http404
    now, url = timezone.now(), f"{settings.PUBLIC_URL}{reverse('portal:dates')}"
    with translation.override(feed.language), portal_scope(feed.account):
        events = calendar_files.account_events(feed.account, url=url, now=now)
        answer = answered(request, calendar_files.calendar_of(_("Retirement dates"), events))
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer


@require_safe
def of_module(request: HttpRequest, module: str) -> HttpResponse:
    """What is announced of one module, for everybody."""
    found = announcing.public_plans(module_key=module)
    if not found:
        raise Http404
    url = f"{settings.PUBLIC_URL}{reverse('public:announcement', args=[module])}"
    events = [event for each in found for event in calendar_files.public_events(each, url=url, now=timezone.now())]
    name, source = found[0].plan.module.name, request.build_absolute_uri()
    answer = answered(request, calendar_files.calendar_of(name, events, source=source))
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@require_POST
@customer
def new_feed(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The address is shown once, on the page that answers."""
    language = translation.get_language() or "en"
    feed, text = calendar_feeds.issue_calendar_feed(
        account=visitor.account, user=visitor.user, language=language, now=visitor.now
    )
    address = f"{settings.PUBLIC_URL}{reverse('public:subscribed', args=[text])}"
    return hearing_page(request, visitor, {"new_feed": address, "new_feed_uuid": str(feed.uuid)})


@require_POST
@customer
def revoke_feed(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    del request
    if not calendar_feeds.revoke_calendar_feed(account=visitor.account, uuid=uuid, user=visitor.user, now=visitor.now):
        raise Http404
    return redirect("portal:hearing")


def answered(request: HttpRequest, feed: Calendar, *, file: str = "") -> HttpResponse:
    """304 while only the moment of asking differs."""
    content = feed.to_ical()
    said = b"\n".join(line for line in content.splitlines() if not line.startswith(b"DTSTAMP"))
    tag = f'"{hashlib.sha256(said).hexdigest()[:32]}"'
    is_known = request.headers.get("If-None-Match") == tag
    response = HttpResponse(b"" if is_known else content, status=304 if is_known else 200)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["ETag"] = tag
    if file:
        response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
