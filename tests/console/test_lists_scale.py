"""Does a list cost the same number of queries for ten rows and for a thousand?

Interface, section 9: lists take at most 12 queries, the same count for 10 and 1,000 rows.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lifecycle.models import Account, AuditEvent, Evidence, Milestone, Module, SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from notifications.models import DeskTask
from tests.cast import NOON, OFF, a_plan, acme, paul

FEW, MANY = 10, 1000


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def _plans(count: int) -> None:
    start, author, account = Module.objects.count(), paul(), acme()
    modules = Module.objects.bulk_create(Module(key=f"m{n:04}", name=f"M {n}") for n in range(start, count))
    plans = SunsetPlan.objects.bulk_create(
        SunsetPlan(
            key=f"{module.key}-sunset",
            module=module,
            policy="own.core",
            reason_kind="demand",
            reason="because",
            author=author,
            stage_since_at=NOON,
            created_at=NOON,
        )
        for module in modules
    )
    Milestone.objects.bulk_create(
        Milestone(plan=plan, kind=MilestoneKind.OFF, rank=MilestoneKind.OFF.rank, date=OFF, local_time="09:00")
        for plan in plans
    )
    Evidence.objects.bulk_create(
        Evidence(
            plan=plan, criterion="usage_below", account=account, value=0, as_of=NOON, source="test", recorded_at=NOON
        )
        for plan in plans
    )


def _audit(count: int) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(action="lifecycle.plan.applied", actor="Paul", subject="x", at=NOON, body="{}") for _ in range(count)
    )


def _tasks(count: int) -> None:
    plan = SunsetPlan.objects.first() or a_plan()
    start, account = DeskTask.objects.count(), acme()
    DeskTask.objects.bulk_create(
        DeskTask(
            account=account,
            plan=plan,
            source=f"t{n}",
            kind="call",
            due_date=OFF + timedelta(days=n % 30),
            subject="call",
            created_at=NOON,
        )
        for n in range(start, count)
    )


def _accounts(count: int) -> None:
    plan = SunsetPlan.objects.filter(key="reports-sunset").first() or a_plan()
    start = Account.objects.count()
    accounts = Account.objects.bulk_create(
        Account(key=f"a{n:04}", name=f"A {n}", created_at=NOON) for n in range(start, count)
    )
    Evidence.objects.bulk_create(
        Evidence(
            plan=plan, criterion="usage_below", account=account, value=0, as_of=NOON, source="test", recorded_at=NOON
        )
        for account in accounts
    )


@pytest.mark.django_db
@pytest.mark.slow(reason="makes a thousand rows of four kinds")
@pytest.mark.parametrize(
    ("path", "fill", "limit"),
    [
        ("/console/portfolio/", _plans, 12),
        ("/console/modules/", _plans, 12),
        ("/console/audit/", _audit, 12),
        ("/console/desk/?whose=all", _tasks, 12),
        ("/console/plans/reports-sunset/", _accounts, 60),
    ],
)
def test_a_list_costs_the_same_for_ten_rows_and_a_thousand(path: str, fill: object, limit: int) -> None:
    client = Client()
    client.force_login(paul())
    assert callable(fill)
    fill(FEW)
    client.get(path)  # whatever is read once for all pages
    few = _queries(client, path)
    fill(MANY)
    assert _queries(client, path) == few
    assert few <= limit
