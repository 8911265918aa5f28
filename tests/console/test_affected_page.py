"""A5, A6: does the page of a plan name who is affected, narrow the list, and keep what a person says?"""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lifecycle.api import AffectedDay, AffectedSubject, SunsetPlan, note_affected_day, record_affected_use
from lifecycle.models import Exemption
from lifecycle.rules.affected import SubjectKind
from lifecycle.rules.affected_use import Counting, SubjectUse
from tests.cast import NOON, a_plan, acme, corner_shop, dora, paul

pytestmark = pytest.mark.django_db
URL = "/console/plans/reports-sunset/affected/"


def use(plan: SunsetPlan, count: int, account: str = "acme") -> None:
    modules = tuple(f"m{number}" for number in range(8))
    uses = [
        SubjectUse(account, SubjectKind.USER, f"u{n}", 1, NOON, NOON + timedelta(seconds=n), modules, ("ios/4",))
        for n in range(count)
    ]
    record_affected_use(plan=plan, uses=uses, counting=Counting.NEW, now=NOON)


@pytest.fixture
def plan(client: Client) -> SunsetPlan:
    client.force_login(paul())
    acme(), corner_shop()
    return a_plan(dated=False)


def page(client: Client, query: str = "") -> str:
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_says_why_and_lists_what_is_configured(client: Client, plan: SunsetPlan) -> None:
    plan.module.integrations = ["old-etl"]
    plan.module.save()
    shown = page(client)
    assert "Nobody is known to be affected" in shown
    assert "old-etl" in shown


def test_the_list_names_who_what_and_how_far_and_the_filters_stay_in_the_address(
    client: Client, plan: SunsetPlan
) -> None:
    use(plan, 52)
    use(plan, 1, "corner-shop")
    Exemption.objects.create(
        plan=plan,
        account=corner_shop(),
        kind="access",
        reason="asked",
        starts_at=timezone.now() - timedelta(days=1),  # noqa: TID251 - the view under test reads the real clock
        ends_at=timezone.now() + timedelta(days=1),  # noqa: TID251 - the same
    )
    shown = page(client, "?account=acme&kind=user")
    assert "m0, m1, m2, m3, m4, m5 and 2 more" in shown
    assert "?account=acme&amp;kind=user&amp;after=50" in shown
    assert "1 more with leave" in shown
    assert "has leave to use it" in page(client, "?status=exempt")
    assert "Nothing fits this filter" in page(client, "?status=moving")
    assert client.get(URL + "?status=nonsense").status_code == 404


def test_the_chart_starts_on_the_second_day_and_says_the_same_as_its_file(client: Client, plan: SunsetPlan) -> None:
    use(plan, 3)
    note_affected_day(plan, now=NOON)
    assert "affected-chart" not in page(client)
    AffectedSubject.objects.filter(key="u0").update(status="clear")
    note_affected_day(plan, now=NOON + timedelta(days=1))
    shown = page(client)
    assert "3 on the first day, 2 now" in shown
    rows = client.get(URL + "?format=days.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("date,left,pending,")
    assert [row.split(",")[:2] for row in rows[1:]] == [["2027-03-01", "3"], ["2027-03-02", "2"]]
    assert AffectedDay.objects.count() == 2


def test_the_files_hold_the_whole_list_behind_the_filter(client: Client, plan: SunsetPlan) -> None:
    use(plan, 60)
    lines = b"".join(client.get(URL + "?format=csv&account=acme")).splitlines()
    assert len(lines) == 61
    answer = client.get(URL + "?format=json&status=clear")
    assert answer.streaming
    found = json.loads(answer.getvalue())
    assert (found["subjects"], found["counts"]["total"]) == ([], 0)


def test_what_a_person_says_is_kept_as_a_claim_by_who_may(client: Client, plan: SunsetPlan) -> None:
    use(plan, 1)
    row = AffectedSubject.objects.get()
    url = reverse("console:affected_claim", args=[plan.key, row.uuid])
    client.force_login(dora())
    assert client.post(url, {"note": ""}).status_code == 422
    done = client.post(url, {"note": "told me so"}, follow=True)
    assert "Dora says done: told me so" in done.content.decode()
    assert "Said before" in client.get(url).content.decode()
    row.refresh_from_db()
    assert row.status == "pending"
    assert client.get(reverse("console:affected_claim", args=[plan.key, plan.uuid])).status_code == 404


def test_a_long_list_costs_as_many_queries_as_a_short_one(client: Client, plan: SunsetPlan) -> None:
    use(plan, 5)
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    use(plan, 1000)
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(many) == len(few) <= 20
