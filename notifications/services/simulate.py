"""What would go out to whom on which day, how many calls has each success manager, and who would not be ready?"""

from collections import Counter
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from lifecycle.api import Account, SunsetPlan
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.stages import LADDER, Stage
from notifications.rules.calendar_cover import CalendarCover, cover_of
from notifications.rules.difference import Difference, Turn, difference
from notifications.rules.notice_codes import Channel
from notifications.rules.planned import Planned
from notifications.rules.planner import PLANNABLE, each_touchpoint, plan_touchpoints
from notifications.rules.workload import (
    CallsOfWeek,
    MailsOfDay,
    QuotaWarning,
    calls_by_week,
    mails_by_day,
    quota_warnings,
)
from notifications.services.not_in_time import NotInTime, not_in_time
from notifications.services.not_ready import NotReady, not_ready
from notifications.services.other_dates import OtherDates
from notifications.services.picture import concerned, picture_of
from notifications.services.workload import addresses_of

FIRST_ROWS = 20


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """`notices` are (notice, channel, how many accounts)."""

    day: date
    notices: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class CallsOfDay:
    csm: str
    day: date
    calls: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """Nothing of this was written. `contacts` are single contacts in the order of their instants.

    `difference` and `refusals` are there when other dates were asked about: what would change, and what forbids it.
    """

    plan: str
    until: date
    days: tuple[SimulatedDay, ...]
    calls: tuple[CallsOfDay, ...]
    not_ready: tuple[NotReady, ...]
    contacts: tuple[Planned, ...]
    mails: tuple[MailsOfDay, ...]
    weeks: tuple[CallsOfWeek, ...]
    warnings: tuple[QuotaWarning, ...]
    not_in_time: tuple[NotInTime, ...]
    calendar: CalendarCover
    difference: Difference | None = None
    refusals: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Without the single contacts; of the difference the first rows and all counts."""
        whole = {name: getattr(self, name) for name in self.__slots__ if name not in {"contacts", "difference"}}
        told = {name: _plain(value) for name, value in whole.items()}
        return told | ({"difference": difference_as_json(self.difference)} if self.difference else {})


def simulate(*, plan: SunsetPlan, until: date, now: datetime, other: OtherDates | None = None) -> Simulation:
    """The reconciler's own planner over a frozen picture; a plan before its decision is looked at as if decided."""
    stage = Stage(plan.stage)
    as_if = stage if stage in PLANNABLE or stage not in LADDER else Stage.DECIDED
    standing = picture_of(plan, now=now, stage=as_if)
    picture = picture_of(plan, now=now, stage=as_if, promises=other.promises) if other else standing
    planned = plan_touchpoints(picture, now=now)
    contacts = tuple(sorted((each for each in planned if each.day <= until), key=lambda each: (each.at, each.account)))
    accounts = {each.key: each for each in concerned(plan)}
    mails = mails_by_day(contacts, addresses_of(accounts.values()), is_packed=from_json(plan.settings).packs_notices)
    weeks = calls_by_week(contacts, {key: account.csm_email for key, account in accounts.items()})
    return Simulation(
        plan=plan.key,
        until=until,
        days=_days(contacts),
        calls=_calls(contacts, accounts),
        not_ready=tuple(not_ready(plan, accounts)),
        contacts=contacts,
        mails=mails,
        weeks=weeks,
        warnings=quota_warnings(mails, weeks, most_calls=settings.CALLS_PER_WEEK),
        not_in_time=not_in_time(plan, picture, accounts, planned, today=now.date()),
        calendar=cover_of(picture),
        difference=difference(each_touchpoint(standing, now=now), planned) if other else None,
        refusals=other.refusals if other else (),
    )


def difference_as_json(found: Difference, *, first: int = FIRST_ROWS) -> dict[str, Any]:
    counts = {turn.value: found.count(turn) for turn in Turn}
    rows = [_plain(row) for row in found.rows[:first]]
    return {**counts, "corrections": found.corrections, "unchanged": found.unchanged, "first": rows}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _days(contacts: tuple[Planned, ...]) -> tuple[SimulatedDay, ...]:
    counts = Counter((each.day, each.notice.value, each.channel.value) for each in contacts)
    days = sorted({day for day, _notice, _channel in counts})
    return tuple(
        SimulatedDay(
            day, tuple((notice, channel, n) for (on, notice, channel), n in sorted(counts.items()) if on == day)
        )
        for day in days
    )


def _calls(contacts: tuple[Planned, ...], accounts: dict[str, Account]) -> tuple[CallsOfDay, ...]:
    counts = Counter(
        (accounts[each.account].csm_email, each.day) for each in contacts if each.channel is Channel.DESK_TASK
    )
    return tuple(CallsOfDay(csm, day, calls) for (csm, day), calls in sorted(counts.items()))
