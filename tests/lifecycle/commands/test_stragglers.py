"""Can a person list who still tries after the end, and settle them for a reason (A20)?"""

from datetime import timedelta

import pytest

from lifecycle.api import AuditEvent, record_late_use
from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from tests.cast import NOON, a_plan, acme, dora, olga
from tests.lifecycle.commands.answers import run

pytestmark = pytest.mark.django_db


def tries(plan: SunsetPlan, count: int, hours: int = 0) -> None:
    last = NOON + timedelta(hours=hours)
    record_late_use(
        plan=plan, account=acme(), subject="sync-bot", caller="cli", count=count, first_at=NOON, last_at=last
    )


def test_a_straggler_is_listed_settled_once_and_opened_by_new_use() -> None:
    plan = a_plan(stage=Stage.OBSERVING)
    assert run("stragglers", "list", plan.key).code == 3
    tries(plan, 3)
    (row,) = run("stragglers", "list", plan.key, "--json").data
    assert (row["account"], row["subject"], row["count"], row["status"]) == ("acme", "sync-bot", 3, "open")
    settle = ("stragglers", "settle", plan.key, row["uuid"], "--as", dora().email)
    assert run(*settle).code == 2, "it takes a note"
    assert run(*settle[:-1], olga().email, "--note", "found").code == 2, "it takes the right"
    assert run(*settle, "--note", "a forgotten script, turned off").code == 0
    assert run("stragglers", "list", plan.key, "--open").code == 3
    twice = run(*settle, "--note", "again")
    assert (twice.code, "settled before" in twice.complained) == (2, True)
    assert AuditEvent.objects.get(action="lifecycle.straggler.settled").account == acme()
    tries(plan, 4, hours=24 * 365 * 90)  # after the real clock's now
    assert run("stragglers", "list", plan.key, "--open").code == 0


def test_a_straggler_of_another_plan_is_not_settled_through_this_one() -> None:
    plan, other = a_plan(stage=Stage.OBSERVING), a_plan(module="other", stage=Stage.OBSERVING)
    tries(other, 1)
    uuid = run("stragglers", "list", other.key, "--json").data[0]["uuid"]
    for named in (uuid, "no-uuid"):
        assert run("stragglers", "settle", plan.key, named, "--note", "n", "--as", dora().email).code == 1
