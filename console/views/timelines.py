"""How is time drawn: the dates of one plan, and the portfolio on one axis?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy

from lifecycle.api import SunsetPlan, reading, words
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.timeline import Place, Progress, places, segments, share_of, span_of

LANE = 36
TOP = 34
EDGE = 0.12
APART = 0.24
_SHORT = {
    MilestoneKind.ANNOUNCE: gettext_lazy("Announced"),
    MilestoneKind.READ_ONLY: gettext_lazy("Read-only"),
    MilestoneKind.OFF: gettext_lazy("Off"),
    MilestoneKind.PURGE: gettext_lazy("Purge"),
}
_IN_LEGEND = (Stage.ANNOUNCED, Stage.CLOSED_TO_NEW, Stage.BROWNOUT, Stage.OFF, Stage.ARCHIVED)


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


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    word: str


@dataclass(frozen=True, slots=True)
class Bar:
    stage: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    text_y: str
    bar_y: str
    segments: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    height: str
    today: str
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    legend: tuple[Legend, ...]


def plan_timeline(plan: SunsetPlan, *, now: datetime) -> Timeline:
    found = places(reading.promises(plan), stage=_shown_stage(plan), now=now, today=now.date())
    items = tuple(_item(each, now) for each in found)
    span = span_of([each.promise for each in found], today=now.date())
    marks = _marks([each for each in found if each.promise.kind in _SHORT])
    return Timeline(items, Picture(percent(share_of(now.date(), span)), marks) if marks else None)


def _marks(found: Sequence[Place]) -> tuple[Mark, ...]:
    """A word that would touch its neighbour goes below the line."""
    marks: list[Mark] = []
    above = -1.0
    for place in found:
        is_free = place.share - above > APART
        above = place.share if is_free else above
        marks.append(_mark(place, "18" if is_free else "58"))
    return tuple(marks)


def portfolio_axis(plans: Sequence[SunsetPlan], *, today: date) -> Axis | None:
    dated = [(plan, reading.promises(plan)) for plan in plans]
    dated = [pair for pair in dated if pair[1]]
    if not dated:
        return None
    span = span_of([each for _, promises in dated for each in promises], today=today)
    lanes = tuple(
        Lane(
            plan.module.name,
            str(TOP + n * LANE),
            str(TOP + n * LANE + 6),
            tuple(
                Bar(each.stage, percent(each.start), percent(each.end - each.start))
                for each in segments(promises, span=span)
            ),
        )
        for n, (plan, promises) in enumerate(dated)
    )
    height = str(TOP + len(lanes) * LANE)
    legend = tuple(Legend(stage.value, stage.label) for stage in _IN_LEGEND)
    return Axis(height, percent(share_of(today, span)), _ticks(span), lanes, legend)


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


def _ticks(span: tuple[date, date]) -> tuple[Tick, ...]:
    """The first of each month, thinned to at most a dozen."""
    months = [(span[0].year, month) for month in range(span[0].month + 1, 13)]
    for year in range(span[0].year + 1, span[1].year + 1):
        months.extend((year, month) for month in range(1, 13))
    days = [day for day in (date(year, month, 1) for year, month in months) if day <= span[1]]
    step = max(1, -(-len(days) // 12))
    return tuple(Tick(percent(share_of(day, span)), words.month(day)) for day in days[::step])
