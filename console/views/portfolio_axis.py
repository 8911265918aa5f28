"""How does the portfolio stand on one axis of time?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from console.views.timelines import percent
from lifecycle.api import SunsetPlan, reading, words
from lifecycle.rules.stages import Stage
from lifecycle.rules.timeline import segments, share_of, span_of

LANE = 36
TOP = 34
WORD_FITS = 0.94  # further right the name of a month would leave the picture
_IN_LEGEND = (Stage.ANNOUNCED, Stage.CLOSED_TO_NEW, Stage.BROWNOUT, Stage.OFF, Stage.ARCHIVED)


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


def _ticks(span: tuple[date, date]) -> tuple[Tick, ...]:
    """The first of each month, thinned so that words of the longest language stand apart."""
    months = [(span[0].year, month) for month in range(span[0].month + 1, 13)]
    for year in range(span[0].year + 1, span[1].year + 1):
        months.extend((year, month) for month in range(1, 13))
    days = [day for day in (date(year, month, 1) for year, month in months) if share_of(day, span) <= WORD_FITS]
    step = max(1, -(-len(days) // 8))
    return tuple(Tick(percent(share_of(day, span)), words.month(day)) for day in days[::step])
