"""Do all parts do their work?"""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analytics.api import recent_imports
from console.views.access import StaffRequest, staff_only
from console.views.queues import Queue, queues
from console.views.shown import ShownAge, shown_age
from lifecycle.api import reading

BEAT_LIMIT = timedelta(minutes=2)
FEED_LIMIT = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Sign:
    name: str
    age: ShownAge


@dataclass(frozen=True, slots=True)
class HealthPage:
    beats: tuple[Sign, ...]
    feeds: tuple[Sign, ...]
    queues: tuple[Queue, ...]


@require_safe
@staff_only
def health(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    beats = tuple(
        Sign(beat.name, shown_age(beat.at, source="", fresh_for=BEAT_LIMIT, now=now)) for beat in reading.heartbeats()
    )
    feeds = tuple(
        Sign(each.name, shown_age(each.created_at, source="", fresh_for=FEED_LIMIT, now=now))
        for each in recent_imports(limit=5)
    )
    return render(
        request, "console/health.html", {"section": "health", "page": HealthPage(beats, feeds, queues(now=now))}
    )
