"""How is a module's use drawn, with the same numbers as a table beneath?"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from analytics.api import ModuleUsage
from lifecycle.api import words

ROWS = 28


@dataclass(frozen=True, slots=True)
class Chart:
    """`spec` is what the script draws; `head` and `rows` say the same in words, newest day first."""

    id: str
    title: str
    spec: dict[str, object]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    csv_url: str
    note: str = ""


def usage_chart(usage: ModuleUsage, *, marks: tuple[tuple[str, str], ...] = ()) -> Chart:
    """Rolling 28 days and the day itself, in UTC days; an unknown day is a gap, never zero."""
    days = [day.date.isoformat() for day in usage.daily]
    head = (_("Day (UTC)"), _("Users, 28 days"), _("Users of the day"), _("Accounts"), _("Events"))
    spec: dict[str, object] = {
        "x": days,
        "series": [
            {"name": str(head[1]), "values": [day.users_28 for day in usage.daily]},
            {"name": str(head[2]), "values": [day.users for day in usage.daily]},
        ],
        "marks": [{"at": at, "name": name} for at, name in marks if at in set(days)],
        "unknown": _("unknown"),
        "description": _("Users of %(module)s by day, up to %(day)s.")
        % {"module": usage.module, "day": words.day(usage.as_of)},
    }
    rows = tuple(
        (
            words.day(day.date),
            words.number(day.users_28),
            words.number(day.users),
            words.number(day.accounts),
            words.number(day.events),
        )
        for day in reversed(usage.daily)
    )
    note = words.in_turn(f"{name}: {words.day(date.fromisoformat(at))}" for at, name in marks)
    return Chart("usage-chart", _("Users by day"), spec, head, rows, "?format=csv", note)
