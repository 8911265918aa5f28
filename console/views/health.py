"""Do all parts do their work?"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.api import LastImport, last_imports
from console.views.access import StaffRequest, staff_only
from console.views.files import table_file
from console.views.health_files import FEEDS_SHOWN, health_tables
from console.views.queues import Queue, queues
from console.views.shown import ShownAge, asked, plain_age, shown_age
from lifecycle.api import signs_of_life, words
from lifecycle.rules.signs_of_life import Signs
from notifications.api import chat, safeguards

BEAT_LIMIT = timedelta(minutes=2)
FEED_LIMIT = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Sign:
    name: str
    age: ShownAge


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room of staff and how its latest copy of a milestone fared."""

    name: str
    tone: str
    word: str
    detail: str
    at: str


@dataclass(frozen=True, slots=True)
class AlarmRow:
    sentence: str
    remedy: str
    since: str


@dataclass(frozen=True, slots=True)
class HealthPage:
    alarms: tuple[AlarmRow, ...]
    beats: tuple[Sign, ...]
    feeds: tuple[Sign, ...]
    queues: tuple[Queue, ...]
    rooms: tuple[RoomRow, ...]


@require_safe
@staff_only
def health(request: StaffRequest) -> HttpResponseBase:
    now = timezone.now()
    if written := table_file(asked(request.GET, "format"), health_tables(now)):
        return written
    page = HealthPage(_alarms(now), _signs(now), _feeds(now), queues(now=now), _rooms())
    return render(request, "console/health.html", {"section": "health", "page": page})


def _alarms(now: datetime) -> tuple[AlarmRow, ...]:
    return tuple(
        AlarmRow(each.sentence, each.remedy, words.instant(each.since) if each.since else _("just found"))
        for each in safeguards.open_alarms(now=now)
    )


def _signs(now: datetime) -> tuple[Sign, ...]:
    return tuple(Sign(name, _sign_age(each, now)) for name, each in signs_of_life().items())


def _sign_age(each: Signs, now: datetime) -> ShownAge:
    """Whoever does what takes long hears nothing meanwhile, and says so."""
    age = shown_age(each.last_at, source="", fresh_for=BEAT_LIMIT, now=now)
    if since := each.busy_since(now):
        return replace(age, tone="info", word=_("busy since %(time)s") % {"time": words.instant(since)})
    return age


def _feeds(now: datetime) -> tuple[Sign, ...]:
    return tuple(Sign(each.name, _feed_age(each, now)) for each in last_imports(limit=FEEDS_SHOWN))


def _feed_age(each: LastImport, now: datetime) -> ShownAge:
    """Late is only what another one should have followed by now."""
    if each.is_awaited:
        return shown_age(each.created_at, source="", fresh_for=FEED_LIMIT, now=now)
    age = plain_age(each.created_at, now=now)
    return replace(age, tone="caution", word=_("refused")) if each.is_refused else age


def _rooms() -> tuple[RoomRow, ...]:
    tones = {"sent": "ok", "failed": "caution", "uncertain": "caution", "": "unknown"}
    return tuple(
        RoomRow(
            each.name,
            tones.get(each.status, "info"),
            each.status or "nothing sent yet",
            each.detail,
            words.instant(each.at) if each.at else "",
        )
        for each in chat.rooms()
    )
