"""What would go out to whom on which day, how many calls has each success manager, and who would not be ready?"""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from lifecycle.api import Account, Contact, SunsetPlan, newest_facts
from lifecycle.rules.gates import Fact
from lifecycle.rules.stages import LADDER, Stage
from notifications.rules.notice_codes import Channel
from notifications.rules.planned import Planned
from notifications.rules.planner import PLANNABLE, plan_touchpoints
from notifications.services.picture import concerned, picture_of


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
class NotReady:
    account: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """Nothing of this was written. `contacts` are single contacts in the order of their instants."""

    plan: str
    until: date
    days: tuple[SimulatedDay, ...]
    calls: tuple[CallsOfDay, ...]
    not_ready: tuple[NotReady, ...]
    contacts: tuple[Planned, ...]

    def as_json(self) -> dict[str, Any]:
        whole = asdict(self)
        del whole["contacts"]
        return whole


def simulate(*, plan: SunsetPlan, until: date, now: datetime) -> Simulation:
    """The reconciler's own planner over a frozen picture; a plan before its decision is looked at as if decided."""
    stage = Stage(plan.stage)
    as_if = stage if stage in PLANNABLE or stage not in LADDER else Stage.DECIDED
    planned = plan_touchpoints(picture_of(plan, now=now, stage=as_if), now=now)
    contacts = tuple(sorted((each for each in planned if each.day <= until), key=lambda each: (each.at, each.account)))
    accounts = {each.key: each for each in concerned(plan)}
    return Simulation(
        plan=plan.key,
        until=until,
        days=_days(contacts),
        calls=_calls(contacts, accounts),
        not_ready=tuple(_not_ready(plan, accounts)),
        contacts=contacts,
    )


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


def _not_ready(plan: SunsetPlan, accounts: dict[str, Account]) -> list[NotReady]:
    facts = newest_facts(plan)
    usable = set(
        Contact.objects.filter(account__in=accounts.values(), is_active=True).values_list("account_id", flat=True)
    )
    found = []
    for key, account in accounts.items():
        reasons = [] if account.pk in usable else ["no contact that can be told"]
        reasons += _open(facts.get(("usage_below", key)), "still in use", "use is unknown", done=0)
        reasons += _open(facts.get(("export_settled", key)), "export not settled", "export is unknown", done=True)
        if reasons:
            found.append(NotReady(key, tuple(reasons)))
    return found


def _open(fact: Fact | None, still: str, unknown: str, *, done: int | bool) -> list[str]:
    if fact is None or fact.value is None:
        return [unknown]
    return [] if fact.value == done else [still]
