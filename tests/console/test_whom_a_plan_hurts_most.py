"""Does the page of a plan begin with whom it would hurt most, page by page and in the reader's own order?"""

from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analytics.models import UsageSnapshot
from console.views.plan_accounts import account_list
from lifecycle.api import newest_facts
from lifecycle.models import Account, Evidence, SunsetPlan
from tests.cast import NOON, OFF, a_plan, paul

COUNT = 45


@pytest.fixture
def plan() -> SunsetPlan:
    """The later its key, the more users; the account in the middle lives by this module; the last one is unknown."""
    plan = a_plan()
    accounts = Account.objects.bulk_create(
        Account(key=f"a-{n:02}", name=f"A {n}", revenue=Decimal(1000 - n), currency="EUR", created_at=NOON)
        for n in range(COUNT)
    )
    known = {"plan": plan, "criterion": "usage_below", "as_of": NOON, "source": "test", "recorded_at": NOON}
    Evidence.objects.bulk_create(
        Evidence(account=each, value=n if n < COUNT - 1 else None, **known) for n, each in enumerate(accounts)
    )
    figures = {"by_account": [{"account": "a-22", "dependence": 0.75}]}
    fresh = {"module_key": plan.module.key, "as_of_date": OFF, "sha256": "x", "created_at": NOON}
    UsageSnapshot.objects.create(figures=figures, **fresh)
    return plan


@pytest.mark.django_db
def test_the_first_page_holds_whom_it_hurts_most_and_the_order_can_be_changed(plan: SunsetPlan) -> None:
    client = Client()
    client.force_login(paul())

    def shown(query: str = "") -> list[str]:
        page = client.get(f"/console/plans/{plan.key}/{query}").context["plan"].accounts
        return [row.key for row in page.rows]

    assert shown()[:3] == ["a-22", "a-43", "a-42"]
    assert shown("?order=users")[:3] == shown("?order=nonsense&order=users")[:3] == ["a-43", "a-42", "a-41"]
    assert shown("?order=value")[:2] == shown("?order=key")[:2] == ["a-00", "a-01"]
    pages = [shown(f"?order=hurt&after={after}") for after in ("", "20", "40")]
    assert sorted(key for page in pages for key in page) == [f"a-{n:02}" for n in range(COUNT)]
    assert pages[2][-2:] == ["a-44", "a-00"]  # unknown use is never none
    assert shown("?order=nonsense&after=no-number") == pages[0]
    text = client.get(f"/console/plans/{plan.key}/?order=users").text
    assert "43 users" in text
    assert "75% of its activity" in client.get(f"/console/plans/{plan.key}/").text
    assert "order=users&amp;after=20" in text


@pytest.mark.django_db
def test_the_file_of_the_accounts_goes_on_in_the_order_that_the_page_shows(
    plan: SunsetPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interface, section 1 rule 12: the same rows, in parts of any size."""
    monkeypatch.setattr("console.views.plan_files.PART", 10)
    client = Client()
    client.force_login(paul())
    for order in ("hurt", "users", "value", "key", "nonsense"):
        list_of = client.get(f"/console/plans/{plan.key}/?order={order}").context["plan"].accounts
        rows = b"".join(client.get(f"/console/plans/{plan.key}/{list_of.pager.csv_url}")).decode().splitlines()
        keys = [row.split(",")[0] for row in rows[1:]]
        assert keys[:20] == [row.key for row in list_of.rows]
        assert (len(keys), len(set(keys))) == (COUNT, COUNT)


@pytest.mark.django_db
def test_no_more_is_read_of_the_many_than_what_orders_them(plan: SunsetPlan) -> None:
    """P6: whole rows and whole figures of twenty, however many accounts there are."""
    with CaptureQueriesContext(connection) as asked:
        assert len(account_list(plan, None, newest_facts(plan), query=QueryDict(), now=NOON).rows) == 20
    read = [each["sql"] for each in asked]
    whole = [sql for sql in read if '"lifecycle_account"."name"' in sql]
    assert [sql.count("'a-") for sql in whole if "usage_below" in sql or "'a-" in sql] == [20]
    assert [sql for sql in read if "jsonb_to_recordset" in sql]
    assert not [sql for sql in read if '"analytics_usagesnapshot"."figures"' in sql]


@pytest.mark.django_db
def test_the_order_by_revenue_names_its_currency_where_there_are_others(plan: SunsetPlan) -> None:
    client = Client()
    client.force_login(paul())
    assert "largest revenue first" in client.get(f"/console/plans/{plan.key}/").text
    Account.objects.filter(key="a-00").update(currency="USD")
    page = client.get(f"/console/plans/{plan.key}/?order=value")
    assert "largest revenue in EUR first" in page.text
    assert page.context["plan"].accounts.rows[0].key == "a-01"
