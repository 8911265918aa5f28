"""How does the workspace of `make run` open on a story that is half-way?"""

import os
from datetime import date, timedelta

from config.demo.load import OFF_AFTER, at, load_activity, load_plan, load_world
from config.demo.people import CUSTOMERS, PASSWORD, STAFF, DemoLogin
from config.demo.story import Story
from lifecycle.api import Account, Outcome
from lifecycle.rules.milestones import MilestoneKind

DAYS_TOLD = 63  # read-only is still ahead; the first notices are out and answered
HISTORY_DAYS = 100


def load(*, today: date, invented: int) -> Outcome:
    """Fill an empty workspace; what lies before today is told, the rest happens while one watches."""
    if Account.objects.exists():
        return Outcome(
            {"loaded": False}, ["This workspace has accounts already; the demo is not loaded."], nothing=True
        )
    first = today - timedelta(days=DAYS_TOLD)
    first -= timedelta(days=first.weekday())
    world = load_world(first_day=first, invented=invented, history_days=HISTORY_DAYS)
    address = os.environ.get("DEMO_SWITCH_URL", "http://127.0.0.1:8090/switch")
    plan = load_plan(world, off=first + OFF_AFTER, switch_url=address)
    told: list[str] = []
    story = Story(world, plan, lambda day, line: told.append(f"{day}  {line}"), is_activity_known=True)
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    load_activity(
        world, days, announced=story.dates[MilestoneKind.ANNOUNCE] + timedelta(days=1), off=None, now=at(today, 0)
    )
    story.tell(until=today - timedelta(days=1))
    plan.refresh_from_db()
    logins = [
        f"{each.email} / {PASSWORD}  ({each.role if not each.account else each.account})" for each in demo_logins()
    ]
    return Outcome(
        {"loaded": True, "plan": plan.key, "stage": plan.stage, "accounts": len(world.found), "told": told}, logins
    )


def demo_logins() -> tuple[DemoLogin, ...]:
    return (*STAFF, *CUSTOMERS)
