"""How is time drawn: the dates of one plan, and the portfolio on one axis?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from lifecycle.api import SunsetPlan, reading, words
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.timeline import Place, Progress, places, share_of, span_of

EDGE = 0.12
APART = 0.4  # of the narrow column, in the longest language
_SHORT = {
    MilestoneKind.ANNOUNCE: gettext_lazy("Announced"),
    MilestoneKind.READ_ONLY: gettext_lazy("Read-only"),
    MilestoneKind.OFF: gettext_lazy("Off"),
    MilestoneKind.PURGE: gettext_lazy("Purge"),
}


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    when: str
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class Mark:
    x: str
    y: str
    anchor: str
    css: str
    short: str


@dataclass(frozen=True, slots=True)
class Picture:
    today: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    items: tuple[Item, ...]
    picture: Picture | None


def plan_timeline(plan: SunsetPlan, *, now: datetime) -> Timeline:
    today = timezone.localdate(now)
    found = places(reading.promises(plan), stage=_shown_stage(plan), now=now, today=today)
    items = tuple(_item(each, now) for each in found)
    span = span_of([each.promise for each in found], today=today)
    marks = _marks([each for each in found if each.promise.kind in _SHORT])
    return Timeline(items, Picture(percent(share_of(today, span)), marks) if marks else None)


def _marks(found: Sequence[Place]) -> tuple[Mark, ...]:
    """A word that would touch its neighbour goes below the line."""
    marks: list[Mark] = []
    above = -1.0
    for place in found:
        is_free = place.share - above > APART
        above = place.share if is_free else above
        marks.append(_mark(place, "18" if is_free else "58"))
    return tuple(marks)


def percent(share: float) -> str:
    """A share as SVG wants it, whatever the language of the page."""
    return f"{share * 100:.2f}"


def _shown_stage(plan: SunsetPlan) -> Stage:
    return Stage(plan.paused_from) if plan.paused_from else Stage(plan.stage)


def _item(place: Place, now: datetime) -> Item:
    promise = place.promise
    when = words.weekday(promise.date)
    note = ""
    if place.progress in {Progress.NEXT, Progress.LATE} and promise.kind in {MilestoneKind.OFF, MilestoneKind.PURGE}:
        note = words.instant(promise.at, promise.zone)
    return Item(promise.kind.label, when, note, place.progress.value)


def _mark(place: Place, y: str) -> Mark:
    anchor = "start" if place.share < EDGE else "end" if place.share > 1 - EDGE else "middle"
    css = "off" if place.promise.kind is MilestoneKind.OFF else place.progress.value
    return Mark(percent(place.share), y, anchor, css, str(_SHORT[place.promise.kind]))
