"""Into which pieces of accounts does a plan fall, and what is asked for in each of them?"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lifecycle.api import Account, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.rules.calendar_cover import CalendarCover, cover, last_date
from notifications.rules.picture import Picture
from notifications.rules.working_days import WorkingDays
from notifications.services.existing import accounts_with_contacts
from notifications.services.picture import Look, Promises, concerned_accounts, standing_promises

_FIGURES = frozenset({"baseline", "measured"})  # among the settings, what was measured: it plans nothing


@dataclass(frozen=True, slots=True)
class Pieces:
    """`keys` are of all who are concerned, by `ids`, and of those who left the plan with contacts still to come.

    `basis` names what the plan asks of all accounts alike: under another one every account is to be looked at again.
    """

    keys: Sequence[str]
    ids: Mapping[str, int]
    cover: CalendarCover
    look: Look

    @classmethod
    def of(cls, plan: SunsetPlan, *, now: datetime) -> "Pieces":
        look = Look.at(plan, now=now, stage=Stage(plan.stage), dated=standing_promises(plan))
        ids: dict[str, int] = {}
        reach = cover(look.calendars.version, _days(plan, look, ids), until=last_date(look.dated.values()))
        return cls(sorted(accounts_with_contacts(plan).union(ids)), ids, reach, look)

    @property
    def basis(self) -> str:
        return basis_of(self.look.plan, self.look.dated, self.look.calendars.shared)

    def is_of(self, plan: SunsetPlan) -> bool:
        """Whether the plan, read again, still asks for the same."""
        return self.basis == basis_of(plan, standing_promises(plan), self.look.calendars.shared)

    def after(self, key: str, *, at_once: int) -> Sequence[str]:
        """The next so many; nobody at the end."""
        first = bisect_right(self.keys, key)
        return self.keys[first : first + at_once]

    def picture(self, keys: Collection[str]) -> Picture:
        """In the order of the keys. Who left the plan is not in it: of them nothing is wanted."""
        rows = Account.objects.filter(pk__in=[self.ids[key] for key in keys if key in self.ids])
        return self.look.picture(sorted(rows, key=lambda each: each.key))


def basis_of(plan: SunsetPlan, dated: Promises, calendar: str) -> str:
    """SHA-256 of stage, dates, settings and revision of a plan, and of the tables and days of places that it counts by.

    Not of what single accounts say, nor of figures: the letters of a plan wait until a new basis has been gone through.
    """
    dates = [(kind, each.day.isoformat(), each.revision) for kind, each in sorted(dated.items())]
    settings = {name: value for name, value in plan.settings.items() if name not in _FIGURES}
    asked = [plan.stage, plan.revision, settings, plan.module.criticality, dates, calendar]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _days(plan: SunsetPlan, look: Look, ids: dict[str, int]) -> Iterator[tuple[str, WorkingDays]]:
    """Notes who they are on the way."""
    rows = concerned_accounts(plan).order_by().values_list("key", "pk", "country")
    for key, pk, country in rows.iterator():
        ids[key] = pk
        yield country.strip().upper(), look.calendars.of_account(pk, country)
