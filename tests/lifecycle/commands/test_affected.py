"""A5, A6: is the list of who is affected readable by name, as lines, JSON, CSV and over HTTP?"""

import csv
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, override_settings

from lifecycle.api import AffectedSubject, SunsetPlan, note_affected_day, record_affected_use
from lifecycle.rules.affected import SubjectKind
from lifecycle.rules.affected_use import Counting, SubjectUse
from tests.cast import NOON, a_plan, acme, alice, corner_shop, dora, olga, paul
from tests.lifecycle.commands.answers import run

pytestmark = pytest.mark.django_db
URL = "/api/v1/plans/reports-sunset/affected"


@pytest.fixture
def plan() -> SunsetPlan:
    acme(), corner_shop()
    plan = a_plan(dated=False)
    plan.module.integrations = ["old-etl"]
    plan.module.save()
    uses = [
        SubjectUse("acme", SubjectKind.USER, "=u1", 3, NOON, NOON, ("chat", "reports"), ("ios/4", "my app")),
        SubjectUse("corner-shop", SubjectKind.INTEGRATION, "zapier", 1, NOON, NOON + timedelta(hours=1)),
    ]
    record_affected_use(plan=plan, uses=uses, counting=Counting.NEW, now=NOON)
    note_affected_day(plan, now=NOON)
    return plan


@pytest.fixture
def staff(client: Client) -> Iterator[Client]:
    client.force_login(paul())
    with override_settings(SECURE_SSL_REDIRECT=False):
        yield client


def test_the_list_names_everybody_with_counts_and_what_is_configured_but_dormant(plan: SunsetPlan) -> None:
    found = run("affected", plan.key, "--json").data
    assert [row["key"] for row in found["subjects"]] == ["zapier", "=u1"]
    assert (found["counts"]["pending"], found["counts"]["left"], found["dormant_integrations"]) == (2, 2, ["old-etl"])
    assert found["subjects"][1]["replacement"] == "Insights"
    assert "configured, and never used: old-etl" in run("affected", plan.key).said
    assert [row["key"] for row in run("affected", plan.key, "--account", "acme", "--json").data["subjects"]] == ["=u1"]
    assert run("affected", plan.key, "--status", "clear").code == 3


def test_csv_holds_nothing_that_a_spreadsheet_would_calculate(plan: SunsetPlan) -> None:
    rows = list(csv.DictReader(run("affected", plan.key, "--csv").said.splitlines()))
    assert [(row["account"], row["key"], row["count"]) for row in rows] == [
        ("corner-shop", "zapier", "1"),
        ("acme", "'=u1", "3"),
    ]
    assert (rows[1]["modules"], rows[1]["through"]) == ("chat reports", "ios/4 my_app")
    assert run("affected", plan.key, "--csv", "--kind", "token").code == 3


def test_the_days_tell_how_many_are_left(plan: SunsetPlan) -> None:
    assert run("affected", plan.key, "days").said == "2027-03-01  2 left of 2\n"
    assert run("affected", a_plan(module="other").key, "days").code == 3


def test_what_a_person_says_shows_as_a_claim_and_clears_nobody(plan: SunsetPlan) -> None:
    uuid = str(AffectedSubject.objects.get(key="zapier").uuid)
    done = ("affected", plan.key, "done", uuid, "--note", "told me so")
    assert run(*done, "--as", olga().email).code == 2
    assert run("affected", a_plan(module="other").key, *done[2:], "--as", dora().email).code == 1
    answer = run(*done, "--as", dora().email, "--json")
    assert (answer.code, answer.data["status"], answer.data["claimed_by"]) == (0, "pending", "Dora")
    assert "(says done: Dora, told me so)" in run("affected", plan.key).said


def test_programs_of_the_staff_read_it_page_by_page_and_as_csv(plan: SunsetPlan, staff: Client) -> None:
    names = [f"u{number}" for number in range(101)]
    uses = [SubjectUse("acme", SubjectKind.USER, name, 1, NOON, NOON, ("reports",)) for name in names]
    record_affected_use(plan=plan, uses=uses, counting=Counting.NEW, now=NOON)
    first = staff.get(URL).json()
    assert (len(first["results"]), first["after"], first["counts"]["total"]) == (100, 100, 103)
    assert len(staff.get(f"{URL}?after=100").json()["results"]) == 3
    assert [row["key"] for row in staff.get(f"{URL}?kind=integration&account=corner-shop").json()["results"]] == [
        "zapier"
    ]
    answer = staff.get(f"{URL}?format=csv&status=pending")
    lines = b"".join(answer).decode().splitlines()
    assert (len(lines), answer["Content-Type"]) == (104, "text/csv; charset=utf-8")


def test_odd_questions_are_refused_and_others_learn_nothing(plan: SunsetPlan, staff: Client) -> None:
    for query in ("status=gone", "kind=x", "after=-1"):
        assert staff.get(f"{URL}?{query}").status_code == 400
    assert staff.get(f"{URL}?format=csv&status=gone").status_code == 400
    assert staff.get("/api/v1/plans/nothing/affected").status_code == 404
    staff.force_login(alice())
    assert staff.get(URL).status_code == 403
