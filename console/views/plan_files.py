"""Which files hold the tables of a plan's page?"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from console.views.files import Table, fields_of
from console.views.plan_account_order import in_order
from lifecycle.api import (
    SunsetPlan,
    Switch,
    affected_accounts,
    brownouts,
    gate_verdict,
    newest_facts,
    open_work,
    reading,
)
from lifecycle.rules.criteria import CRITERIA, DEMANDS
from lifecycle.rules.gates import Fact
from lifecycle.rules.hurt_first import Order
from lifecycle.rules.stages import Stage, SwitchLevel
from lifecycle.rules.verdicts import Blocker
from notifications.api import touchpoints_of
from portability.api import newest_exports

PART = 1_000
FACTS = ("usage_below", "all_reached", "key_cleared", "export_settled")
TOUCHPOINT_COLUMNS = ("day", "account", "notice", "step", "channel", "mandatory", "status", "reason")
CRITERION_COLUMNS = ("stage", "criterion", "code", "status", "account", "value", "limit", "as_of", "source")
ACCOUNT_COLUMNS = (
    *("account", "name", "tier", *(column for name in FACTS for column in (name, f"{name}_as_of"))),
    *("switch_asked", "switch_observed", "switch_observed_at", "given_back_at_stage"),
)
EXPORT_FIELDS = ("status", "reason", "requested_at", "requested_by", "ready_at", "package_bytes", "downloaded_at")
LEAVE_COLUMNS = ("account", "leave", "reason", "owner_email", "starts_at", "ends_at", "status")
BROWNOUT_COLUMNS = ("starts_at", "ends_at", "opened_at", "ended_early_at", "outcome")
STRAGGLER_FIELDS = ("subject", "caller", "count", "first_at", "last_at", "settled_at", "settled_note")


def plan_tables(
    plan: SunsetPlan, *, to: Stage | None, order: Order, now: datetime
) -> Mapping[str, Callable[[], Table]]:
    """By the name after `?format=`; `to` is the stage whose gate the page shows, `order` that of its accounts."""

    def named(what: str) -> str:
        return f"{plan.key}-{what}-{now.date()}"

    return {
        "touchpoints.csv": lambda: Table(f"{plan.key}-touchpoints", TOUCHPOINT_COLUMNS, _touchpoints(plan)),
        "gate.csv": lambda: Table(named("gate"), CRITERION_COLUMNS, _criteria(plan, to, now) if to else []),
        "accounts.csv": lambda: Table(named("accounts"), ACCOUNT_COLUMNS, _accounts(plan, order)),
        "exports.csv": lambda: Table(named("exports"), ("account", *EXPORT_FIELDS), _exports(plan)),
        "leave.csv": lambda: Table(named("leave"), LEAVE_COLUMNS, _leave(plan, now)),
        "outages.csv": lambda: Table(
            named("outages"), BROWNOUT_COLUMNS, fields_of(BROWNOUT_COLUMNS, brownouts.windows_of(plan))
        ),
        "stragglers.csv": lambda: Table(named("stragglers"), ("account", *STRAGGLER_FIELDS), _stragglers(plan)),
    }


def _touchpoints(plan: SunsetPlan) -> Iterator[tuple[object, ...]]:
    for each in touchpoints_of(plan).prefetch_related(None).iterator(PART):
        said = (each.account.key, each.notice.code, each.step, each.channel)
        yield (each.day, *said, each.is_mandatory, each.status, each.reason)


def _criteria(plan: SunsetPlan, to: Stage, now: datetime) -> list[tuple[object, ...]]:
    """A criterion that does not hold has a row for each account of which it does not; then what else is in the way."""
    verdict = gate_verdict(plan=plan, to=to, now=now)
    rows: list[tuple[object, ...]] = []
    for key in DEMANDS.get(to, ()):
        found = [_blocked(to, each, each.reason.value) for each in verdict.blockers if each.criterion == key]
        found += [_blocked(to, each, "waived") for each in verdict.cautions if each.criterion == key]
        rows += found or [(to.value, key, CRITERIA[key].code, "holds", *[None] * 5)]
    others = (each for each in verdict.blockers if each.criterion not in DEMANDS.get(to, ()))
    return rows + [_blocked(to, each, each.reason.value) for each in others]


def _blocked(to: Stage, each: Blocker, status: str) -> tuple[object, ...]:
    known = CRITERIA.get(each.criterion)
    told = (each.fact(name) for name in ("value", "limit", "as_of", "source"))
    return (to.value, each.criterion, known.code if known else "", status, each.subject, *told)


def _accounts(plan: SunsetPlan, order: Order) -> Iterator[tuple[object, ...]]:
    """What is on record, not in words: an empty value with a day is unknown, without one nothing is on record."""
    ordering = newest_facts(plan, of=("usage_below",)) if order is not Order.KEY else {}
    rows = in_order(plan, reading.affected([plan]).get(plan.pk), ordering, order)
    for first in range(0, len(rows), PART):
        keys = [row.account for row in rows[first : first + PART]]
        found = reading.accounts_by_key(keys)
        part = [found[key] for key in keys if key in found]
        switches = reading.switches(plan, part)
        facts = newest_facts(plan, of=FACTS, about=[each.pk for each in part])
        for each in part:
            told = (facts.get((name, each.key)) for name in FACTS)
            own = switches.get(each.key)
            yield (*(each.key, each.name, each.tier), *_known(*told), *_switched(own or switches.get("")))


def _known(*facts: Fact | None) -> Iterator[object]:
    for fact in facts:
        yield from (fact.value, fact.as_of) if fact else (None, None)


def _switched(switch: Switch | None) -> tuple[object, ...]:
    if switch is None:
        return (None,) * 4
    return (_level(switch.desired), _level(switch.observed), switch.observed_at, switch.held_at_stage)


def _level(value: int | None) -> str | None:
    return None if value is None else SwitchLevel(value).name.lower()


def _exports(plan: SunsetPlan) -> list[list[object]]:
    """Of everybody concerned, the newest first: all of them, the page shows the newest."""
    found = newest_exports(tuple(affected_accounts(plan)), limit=None)
    return [[row.account.key, *(getattr(row, name) for name in EXPORT_FIELDS)] for row in found]


def _leave(plan: SunsetPlan, now: datetime) -> Iterator[tuple[object, ...]]:
    """What waits for a second person, then what was ever given; `leave` is `access` or the criterion that passes."""
    for asked in open_work.leave_requests(plan, now=now):
        said = (asked.account.key, asked.criterion or "access", asked.reason, asked.owner_email)
        yield (*said, None, asked.ends_at, "asked")
    for given in open_work.exemptions(plan):
        said = (given.account.key, given.criterion or "access", given.reason, given.owner_email)
        yield (*said, given.starts_at, given.ends_at, "runs" if given.ends_at > now else "over")


def _stragglers(plan: SunsetPlan) -> list[list[object]]:
    return [[row.account.key, *(getattr(row, name) for name in STRAGGLER_FIELDS)] for row in open_work.stragglers(plan)]
