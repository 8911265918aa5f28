"""From which day on may an account lawfully be switched off, and by when must it have been told?"""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from lifecycle.api import Account, SunsetPlan, demands_for
from lifecycle.rules.lead_time import Demands, earliest
from lifecycle.rules.month_steps import Span
from lifecycle.rules.notice_laws import law_of
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.policies import Policy
from notifications.rules.working_days import WorkingDays, shifted

MARGIN_WORKING_DAYS = 5  # so that a bounce can be noticed and somebody else be told in time
_LONGEST_FLOOR = 1100
_OVERRIDDEN = Policy("override", "floors overridden on record", Span())


@dataclass(slots=True)
class FloorBook:
    """What a plan asks for is read once; accounts of equal contract, law and calendar share the answer."""

    shared: Demands
    _last_days: dict[Hashable, date | None] = field(default_factory=dict)

    @classmethod
    def read(cls, plan: SunsetPlan) -> "FloorBook":
        """Floors that two people overrode on record ask for none; contract and law always do."""
        demands = demands_for(plan=plan)
        if from_json(plan.settings).overrides:
            demands = replace(demands, policy=_OVERRIDDEN, criticality=None, is_major=False, fast_path=None)
        return cls(demands)

    def demands_of(self, account: Account) -> Demands:
        """The longest of all of these binds."""
        laws = self.shared.floors + law_of(account.country)
        return replace(self.shared, contract_notice_days=account.notice_days or None, floors=laws)

    def announce_by(self, off_date: date, account: Account, days: WorkingDays) -> date | None:
        key = (off_date, account.notice_days, law_of(account.country), days)
        if key not in self._last_days:
            self._last_days[key] = announce_by(off_date, self.demands_of(account), days)
        return self._last_days[key]

    def last_day_to_tell(self, off_date: date, account: Account) -> date | None:
        key = (off_date, account.notice_days, law_of(account.country))
        if key not in self._last_days:
            self._last_days[key] = last_day_to_tell(off_date, self.demands_of(account))
        return self._last_days[key]


def demands_of(plan: SunsetPlan, account: Account) -> Demands:
    """What asks for notice of this one account."""
    return FloorBook.read(plan).demands_of(account)


def lawful_from(told_date: date, demands: Demands) -> date | None:
    """None while a rule lacks its input."""
    return earliest(told_date=told_date, demands=demands).date


def announce_by(off_date: date, demands: Demands, days: WorkingDays) -> date | None:
    """The last day on which an announcement, with some margin, still keeps the floor; None when that is unknown."""
    last = last_day_to_tell(off_date, demands)
    return shifted(last, -MARGIN_WORKING_DAYS, days) if last else None


def last_day_to_tell(off_date: date, demands: Demands) -> date | None:
    """Whoever is proven to be told by this day may lawfully be switched off on `off_date`; None: unknown."""
    shortest, longest = 0, _LONGEST_FLOOR
    while shortest < longest:
        middle = (shortest + longest) // 2
        found = lawful_from(off_date - timedelta(days=middle), demands)
        if found is None:
            return None
        if found <= off_date:
            longest = middle
        else:
            shortest = middle + 1
    return off_date - timedelta(days=shortest)
