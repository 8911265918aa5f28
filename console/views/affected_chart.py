"""How does the number of those affected go down, day by day?"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from console.views.affected_rows import STATUSES
from console.views.usage_chart import Chart
from lifecycle.api import words
from lifecycle.rules.affected import AffectedStatus
from lifecycle.rules.affected_list import Tally

DAY_COLUMNS = ("date", "left", *(status.value for status in AffectedStatus))
SHOWN_STATUSES = list(AffectedStatus)[:5]


def affected_chart(days: Sequence[tuple[date, Tally]], *, csv_url: str) -> Chart | None:
    """None before there are two days to compare. The first of them is the day from which everything is counted."""
    if len(days) < 2:
        return None
    names = (_("Still to go"), str(STATUSES[AffectedStatus.CLEAR][1]))
    (first_day, first), (last_day, last) = days[0], days[-1]
    spec: dict[str, object] = {
        "x": [day.isoformat() for day, _tally in days],
        "series": [
            {"name": names[0], "values": [tally.left for _day, tally in days]},
            {"name": names[1], "values": [tally.of(AffectedStatus.CLEAR) for _day, tally in days]},
        ],
        "unknown": _("unknown"),
        "description": _("Those who still have to stop, by day, from %(first)s to %(last)s.")
        % {"first": words.day(first_day), "last": words.day(last_day)},
    }
    head = (_("Day (UTC)"), names[0], *(str(STATUSES[status][1]) for status in SHOWN_STATUSES))
    rows = tuple(
        (words.day(day), words.number(tally.left), *(words.number(tally.of(status)) for status in SHOWN_STATUSES))
        for day, tally in reversed(days)
    )
    note = _("%(then)s on the first day, %(now)s now") % {
        "then": words.number(first.left),
        "now": words.number(last.left),
    }
    return Chart("affected-chart", _("Still to go, by day"), spec, head, rows, csv_url, note)


def day_rows(days: Sequence[tuple[date, Tally]]) -> list[tuple[object, ...]]:
    """For a file, in the order of DAY_COLUMNS."""
    return [(day, tally.left, *(tally.of(status) for status in AffectedStatus)) for day, tally in days]
