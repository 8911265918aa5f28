"""Does a file read only what stands in it, a part at a time, however long the list is?"""

from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lifecycle.api import gate_verdict
from lifecycle.models import Account
from lifecycle.rules.stages import Stage
from notifications.crypto.sealed import seal
from notifications.models import EventCopy, WebhookEndpoint
from tests.cast import NOON, a_plan, acme, know, paul

pytestmark = pytest.mark.django_db
PLAN, ACCOUNT = "/console/plans/reports-sunset/", "/console/accounts/acme/"
EVENTS = "/console/health/events/?format=csv"
SHOWN = ("usage_below", "all_reached", "key_cleared", "export_settled")


def staff() -> Client:
    client = Client()
    client.force_login(paul())
    return client


def asked(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).getvalue()
    return [each["sql"] for each in found]


@pytest.mark.parametrize(
    "address", [f"{PLAN}?order=key&format=accounts.csv", f"{ACCOUNT}?format=retirements.csv", ACCOUNT]
)
def test_evidence_is_read_of_the_shown_criteria_and_accounts_alone(address: str) -> None:
    plan = a_plan(stage=Stage.OBSERVING)
    for each in (acme(), Account.objects.create(key="zebra", name="Zebra", created_at=NOON)):
        know(plan, "usage_below", 3, account=each, at=NOON)
    newest = [each for each in asked(staff(), address) if "DISTINCT ON" in each and '"lifecycle_evidence"' in each]
    assert newest
    for sql in newest:
        assert '"lifecycle_evidence"."account_id" IN (' in sql
        assert all(name in sql for name in SHOWN)


def test_the_order_of_a_plans_accounts_is_found_from_their_use_alone() -> None:
    plan = a_plan(stage=Stage.OBSERVING)
    know(plan, "usage_below", 3, account=acme(), at=NOON)
    read = asked(staff(), f"{PLAN}?format=accounts.csv")
    ordering, shown = [sql for sql in read if "DISTINCT ON" in sql and '"lifecycle_evidence"' in sql]
    assert "\"criterion\" IN ('usage_below')" in ordering
    assert '"lifecycle_evidence"."account_id" IN (' in shown
    assert all(name in shown for name in SHOWN)


def test_the_page_of_a_plan_reads_what_is_on_record_of_all_its_accounts_once() -> None:
    """The gate judges by it and the list is ordered by it; of each account the gate takes no whole row."""
    plan = a_plan(stage=Stage.OBSERVING)
    for each in (acme(), Account.objects.create(key="zebra", name="Zebra", created_at=NOON)):
        know(plan, "usage_below", 3, account=each, at=NOON)
    read = asked(staff(), PLAN)
    assert len([sql for sql in read if "DISTINCT ON" in sql and '"lifecycle_evidence"' in sql]) == 1
    with CaptureQueriesContext(connection) as found:
        assert not gate_verdict(plan=plan, to=Stage.OFF, now=NOON)
    of_all = [each["sql"] for each in found if 'FROM "lifecycle_account"' in each["sql"]]
    assert of_all
    assert not [sql for sql in of_all if '"lifecycle_account"."name"' in sql]
    assert not [each["sql"] for each in found if '"lifecycle_contact"."email_norm"' in each["sql"]]


def test_events_leave_one_by_one_newest_first_without_what_they_said() -> None:
    endpoint = WebhookEndpoint.objects.create(
        account=acme(), url="https://hooks.acme.example/", sealed=seal("x"), created_by="Alice", created_at=NOON
    )
    EventCopy.objects.bulk_create(
        EventCopy(
            source=f"s{number}",
            endpoint=endpoint,
            account=endpoint.account,
            type=f"t{number:02}",
            body="{}",
            not_before=NOON,
            created_at=NOON,
        )
        for number in range(60)
    )
    client = staff()
    told = client.get(EVENTS)
    assert told.streaming
    types = [line.split(",")[2] for line in told.getvalue().decode().splitlines()[1:]]
    assert len(types) == 60
    assert all(newer > older for newer, older in pairwise(types))
    assert [each for each in asked(client, EVENTS) if '"notifications_eventcopy"' in each]
    assert not [each for each in asked(client, EVENTS) if '"notifications_eventcopy"."body"' in each]
