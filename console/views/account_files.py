"""Which files hold what the page of a customer shows?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from console.views.files import Table, fields_of
from console.views.plan_files import FACTS
from console.views.unreached import COLUMNS as UNREACHED_COLUMNS
from lifecycle.api import Account, SunsetPlan, newest_facts, reading
from lifecycle.rules.milestones import MilestoneKind
from notifications.api import unreached

COLUMNS = ("plan", "module", "stage", "switch_off_at", *FACTS)


def account_tables(
    account: Account, plans: Sequence[SunsetPlan], *, now: datetime
) -> Mapping[str, Callable[[], Table]]:
    def duties() -> Table:
        found = [row for plan in plans for row in unreached(plan, now=now, account=account)]
        name = f"{account.key}-unreached-{now.date()}"
        return Table(name, ("plan", *UNREACHED_COLUMNS), fields_of(("plan", *UNREACHED_COLUMNS), found))

    return {
        "retirements.csv": lambda: Table(
            f"{account.key}-retirements-{now.date()}", COLUMNS, [_line(plan, account) for plan in plans]
        ),
        "unreached.csv": duties,
    }


def _line(plan: SunsetPlan, account: Account) -> tuple[object, ...]:
    """What is on record; an empty cell is unknown."""
    facts = newest_facts(plan, of=FACTS, about=[account.pk])
    off = next((each.at for each in reading.promises(plan) if each.kind is MilestoneKind.OFF), None)
    found = (facts.get((name, account.key)) for name in FACTS)
    return (plan.key, plan.module.key, plan.stage, off, *(fact.value if fact else None for fact in found))
