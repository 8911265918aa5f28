"""What is decided once for all contacts that are alike is what the rules say of each (A8, A12)."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import RFC_4122

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifecycle.api import AuditEvent
from lifecycle.models import Account, Contact
from lifecycle.rules.stages import Stage
from notifications.models import CalendarDay, Delivery, Notice, Obligation, Touchpoint
from notifications.services.leaving import leaves_at
from notifications.services.release import Batch, release_due
from tests.cast import NOON, a_plan

pytestmark = pytest.mark.django_db
ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Apia")
COUNTRIES = ("", "DE", "CN", "SA")
FRIDAY = datetime(2027, 3, 5, 12, 30, 15, 250, tzinfo=UTC)


def planned(count: int, *, channel: str = "email", late_until: date | None = None) -> list[Account]:
    """Accounts of many places, one contact each, that must hear by a day."""
    plan = a_plan(module=f"{channel}-{count}-{late_until}"[:30], stage=Stage.ANNOUNCED)
    notice = Notice.objects.create(plan=plan, code="sunset_announced", content_sha="words", created_at=NOON)
    accounts = Account.objects.bulk_create(
        Account(
            key=f"{plan.key}-{n}",
            name=f"Shop {n}",
            timezone=ZONES[n % len(ZONES)],
            country=COUNTRIES[n % len(COUNTRIES)],
            csm_email="dora@sunsetter.example",
            created_at=NOON,
        )
        for n in range(count)
    )
    for each in accounts:
        Contact.objects.create(account=each, email=f"{each.key}@x.example", email_norm=f"{each.key}@x.example")
        about = {"notice": notice, "account": each, "date_revision": 1}
        owed = Obligation.objects.create(**about, due_date=NOON.date()) if late_until else None
        Touchpoint.objects.create(
            **about,
            plan=plan,
            obligation=owed,
            channel=channel,
            step=f"off-75d.{channel}",
            anchor="off",
            day=NOON.date(),
            due_at=NOON,
            late_until=late_until,
            created_at=NOON,
        )
    return accounts


@pytest.mark.parametrize("hours", [0, 9, 19, 40, 64])
def test_each_leaves_at_the_instant_that_its_own_zone_days_off_and_key_give(hours: int) -> None:
    """In the office, at night, over a weekend; one customer's own holiday and one country's."""
    now = FRIDAY + timedelta(hours=hours)
    first, *_others = planned(40)
    planned(4, channel="in_app")
    for whose in ({"account": first}, {"place": "DE"}):
        CalendarDay.objects.create(
            **whose, date=date(2027, 3, 8), is_worked=False, source="mail", set_by="Dora", set_at=NOON
        )
    assert release_due(now=now) == Delivery.objects.count() == 44
    for made in Delivery.objects.select_related("touchpoint__account"):
        assert made.not_before == leaves_at(made.touchpoint, now)
        assert made.not_before == now or made.channel == "email"
    assert not Touchpoint.objects.exclude(status="released").exists()


def test_whose_floor_beats_quiet_hours_leaves_at_once_and_is_on_record_among_many_that_wait() -> None:
    """notices case 26"""
    saturday = FRIDAY + timedelta(days=1)
    planned(6)
    urgent = planned(4, late_until=saturday.date())
    assert release_due(now=saturday) == 10
    at_once = Delivery.objects.filter(not_before=saturday).values_list("account_id", flat=True)
    acts = AuditEvent.objects.filter(action="notifications.floor.preferred").values_list("account_id", flat=True)
    assert set(at_once) == set(acts) == {each.pk for each in urgent}


def test_a_release_asks_no_more_for_many_than_for_few() -> None:
    asked = []
    for count in (3, 60):
        planned(count)
        with CaptureQueriesContext(connection) as queries:
            assert release_due(now=FRIDAY) == count
        asked.append(len(queries))
    assert asked[0] == asked[1]


def plans_of_release(*words: str) -> list[str]:
    """How the server goes about the statements that hold all these words, in tables that nobody analyzed."""
    planned(30)
    plans: list[str] = []

    def explain(execute: Callable[..., object], sql: str, params: Any, many: bool, context: Any) -> object:
        if all(word in sql for word in words):
            with connection.cursor() as cursor:
                cursor.cursor.execute(f"EXPLAIN {sql}", params)
                plans.append("\n".join(row[0] for row in cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        assert release_due(now=FRIDAY, batch=Batch(10)) == 10
    return plans


def test_the_oldest_are_found_along_their_index_in_tables_that_nobody_analyzed() -> None:
    """Else each batch of a million would look at all that are due."""
    (plan,) = plans_of_release("SKIP LOCKED", "array_agg")
    assert "using touchpoint_due on" in plan
    assert "Incremental Sort" in plan
    assert "Seq Scan on" not in plan


def test_whether_a_letter_has_company_is_asked_by_keys_in_tables_that_nobody_analyzed() -> None:
    """Else all that is planned or ready would be walked once for each letter."""
    (plan,) = plans_of_release("is_shared", "may_be_joined")
    tables = re.findall(r"on (notifications_\w+|lifecycle_contact) \w+", plan)
    keys = re.findall(
        r"(?:Index|Recheck) Cond: .*\b(touchpoint_id|address_norm|email_norm|account_id)\)?(?:::text)?\)? =", plan
    )
    assert len(keys) >= len(set(tables)) == 3, plan
    assert {"touchpoint_id", "address_norm", "email_norm", "account_id"} == set(keys), plan
    assert "Seq Scan on" not in plan


def test_keys_are_drawn_as_the_standard_says_and_name_the_message() -> None:
    planned(50)
    release_due(now=FRIDAY)
    keys = {made.uuid: made.message_id for made in Delivery.objects.all()}
    assert len(keys) == 50
    assert all((key.version, key.variant) == (4, RFC_4122) for key in keys)
    assert all(name.startswith(f"<{key}@") for key, name in keys.items())
    assert len({key.hex[:8] for key in keys}) == len({key.hex[20:] for key in keys}) == 50
