"""Which files hold what a plan sends: planned contacts, and mailings under way?"""

from collections.abc import Callable, Mapping
from datetime import date

from console.views.files import Table, fields_of
from lifecycle.api import SunsetPlan
from notifications.api import Mailing, mailings, planned_contacts
from notifications.rules.statuses import DeliveryStatus

PLANNED_COLUMNS = ("notice", "moment", "channel", "tier", "language", "contacts", "first_day")
MAILING_FIELDS = ("notice", "number", "moment", "status", "contacts", "opened_at", "approved_by", "halt_reason")
MAILING_COLUMNS = (*MAILING_FIELDS, *(status.value for status in DeliveryStatus))


def notice_tables(plan: SunsetPlan, day: date) -> Mapping[str, Callable[[], Table]]:
    """Planned contacts one row a tier and a language: the page adds them up by either."""
    return {
        "contacts.csv": lambda: Table(
            f"{plan.key}-contacts-{day}", PLANNED_COLUMNS, fields_of(PLANNED_COLUMNS, planned_contacts(plan))
        ),
        "mailings.csv": lambda: Table(f"{plan.key}-mailings-{day}", MAILING_COLUMNS, list(map(_line, mailings(plan)))),
    }


def _line(each: Mailing) -> list[object]:
    told = [getattr(each, name) for name in MAILING_FIELDS]
    return [*told, *(each.counts.get(status, 0) for status in DeliveryStatus)]
