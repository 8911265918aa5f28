"""How is the use that is left since the announcement drawn, with the same numbers as a table beneath?"""

from django.utils.translation import gettext as _

from analytics.api import BurnDown
from console.views.usage_chart import Chart
from lifecycle.api import words


def burn_down_chart(left: BurnDown) -> Chart:
    """Users left, and the straight way to nobody on the off date; an unknown day is a gap, never zero."""
    head = (_("Day (UTC)"), _("Users, 28 days"), _("Straight way to nobody"), _("Accounts left"))
    due = [left.due(day.date) for day in left.days]
    way = [None if value is None else round(value) for value in due]
    spec: dict[str, object] = {
        "x": [day.date.isoformat() for day in left.days],
        "series": [
            {"name": str(head[1]), "values": [day.users for day in left.days]},
            {"name": str(head[2]), "values": way},
            {"name": str(head[3]), "values": [day.accounts_left for day in left.days]},
        ],
        "unknown": _("unknown"),
        "description": _("Users of %(module)s left since its announcement; %(users)s at the start.")
        % {"module": left.module, "users": words.number(left.baseline.users)},
    }
    rows = tuple(
        (words.day(day.date), words.number(day.users), words.number(planned), words.number(day.accounts_left))
        for day, planned in zip(reversed(left.days), reversed(way), strict=True)
    )
    return Chart("burn-down-chart", _("Left since the announcement"), spec, head, rows, "?format=burn-down.csv")
