"""Which accounts hear too late for the end that is planned, by which rule, and which day would be lawful?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lifecycle.api import Account, SunsetPlan
from lifecycle.rules.lead_time import Earliest, earliest
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.rules.picture import Picture
from notifications.rules.planned import Planned
from notifications.rules.told_first import told_first
from notifications.services.floors import FloorBook


@dataclass(frozen=True, slots=True)
class NotInTime:
    """`earliest_date` is None while the rule lacks its input, `told_date` when no contact is planned before the end."""

    account: str
    rule: str
    needs: str
    off_date: date
    told_date: date | None
    earliest_date: date | None

    @property
    def verdict(self) -> Verdict:
        """May this account be switched off that day? Names the rule that binds and the first lawful day."""
        facts = {"stage": Stage.OFF.label, "date": self.off_date, "rule": self.rule, "needed": self.needs}
        if self.earliest_date is None:
            return blocked("lead_time_unknown", Reason.UNKNOWN, subject=self.account, detail=self.needs, **facts)
        return blocked("lead_time", Reason.TOO_EARLY, subject=self.account, earliest=self.earliest_date, **facts)


def not_in_time(
    plan: SunsetPlan, picture: Picture, accounts: Mapping[str, Account], contacts: Iterable[Planned], *, today: date
) -> tuple[NotInTime, ...]:
    """In the order of the accounts' keys. The longest of policy, contract, law and the rule for major ends binds."""
    promise = picture.milestones.get(MilestoneKind.OFF)
    if promise is None:
        return ()
    floors, told = FloorBook.read(plan), told_first(picture, contacts)
    found: list[NotInTime] = []
    known: dict[tuple[date, object], Earliest] = {}
    for key, account in accounts.items():
        day = told.get(key, today)
        demands = floors.demands_of(account)
        if (day, demands) not in known:
            known[day, demands] = earliest(told_date=day, demands=demands)
        lawful = known[day, demands]
        if lawful.date is None or lawful.date > promise.day:
            rule = lawful.bound_by
            found.append(NotInTime(key, rule.rule, rule.needs, promise.day, told.get(key), lawful.date))
    return tuple(found)
