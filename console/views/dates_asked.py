"""Which dates of a plan wait for a second person, asked by whom?"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lifecycle.api import SunsetPlan, ask_dates, open_work, words
from lifecycle.rules.leave import WAITS_FOR
from lifecycle.rules.stages import ENDED


@dataclass(frozen=True, slots=True)
class AskedDates:
    """`dates` are (milestone, day), in the order of promises."""

    dates: tuple[tuple[str, str], ...]
    reason: str
    waits: str
    behind: str
    url: str


@dataclass(frozen=True, slots=True)
class MovableDates:
    """`url` is where they move, '' for a plan that has ended."""

    url: str
    asked: tuple[AskedDates, ...]


def movable_dates(plan: SunsetPlan, *, now: datetime) -> MovableDates:
    url = "" if plan.stage in ENDED else reverse("console:dates", args=[plan.key])
    return MovableDates(url, _asked(plan, now))


def _asked(plan: SunsetPlan, now: datetime) -> tuple[AskedDates, ...]:
    return tuple(
        AskedDates(
            dates=tuple(
                (_(kind.label), words.day(day))
                for kind, day in sorted(ask_dates.moves_asked(row).items(), key=lambda pair: pair[0].rank)
            ),
            reason=row.reason,
            waits=_("asked by %(name)s, waits until %(day)s")
            % {"name": row.name, "day": words.day((row.at + WAITS_FOR).date())},
            behind=words.listed(each.name for each in row.backings.all()),
            url=reverse("console:answer_dates", args=[plan.key, row.uuid]),
        )
        for row in open_work.date_requests(plan, now=now)
    )
