"""What do programs read and do through the API, and who may not? (A19, protocols.md 1 and 2, P12, S5)"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from lifecycle.models import Exemption, Module, SunsetPlan
from lifecycle.rules.stages import Stage
from tests.cast import a_module, a_plan, acme, alice, dora, know, paul

pytestmark = pytest.mark.django_db
ROUTES = [
    "modules",
    "modules/reports",
    "modules/reports/signals",
    "plans",
    "plans/reports-sunset",
    "plans/reports-sunset/gates/off",
]


@pytest.fixture(autouse=True)
def plain_http() -> Iterator[None]:
    with override_settings(SECURE_SSL_REDIRECT=False):
        yield


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(paul())
    return client


@pytest.mark.parametrize("route", ROUTES)
def test_customers_and_strangers_learn_nothing(client: Client, route: str) -> None:
    a_plan(stage=Stage.ANNOUNCED)
    answers = [client.get(f"/api/v1/{route}")]
    client.force_login(alice())
    answers.append(client.get(f"/api/v1/{route}"))
    for answer in answers:
        assert answer.status_code == 403
        assert b"eports" not in answer.content.replace(route.encode(), b"")


@pytest.mark.parametrize(
    "route", ["modules/x", "modules/x/signals", "plans/x", "plans/x/gates/off", "plans/reports-sunset/gates/x"]
)
def test_what_is_not_there_is_404(staff: Client, route: str) -> None:
    a_plan()
    assert staff.get(f"/api/v1/{route}").status_code == 404


def test_modules_and_plans_are_listed_by_key_page_by_page(staff: Client) -> None:
    a_plan()
    Module.objects.bulk_create(Module(key=f"m{n:03}", name="M") for n in range(101))
    first = staff.get("/api/v1/modules").json()
    assert (len(first["results"]), first["after"]) == (100, "m099")
    rest = staff.get("/api/v1/modules", {"after": "m099"}).json()
    assert ([each["key"] for each in rest["results"]], rest["after"]) == (["m100", "reports"], None)
    assert staff.get("/api/v1/modules/reports").json()["replacement"]["name"] == "Insights"
    (plan,) = staff.get("/api/v1/plans").json()["results"]
    assert (plan["key"], plan["module"], plan["stage"]) == ("reports-sunset", "reports", "draft")


def test_a_plan_shows_its_dates_and_the_rule_that_binds(staff: Client) -> None:
    a_plan()
    data = staff.get("/api/v1/plans/reports-sunset").json()
    off = next(each for each in data["milestones"] if each["kind"] == "off")
    assert (off["date"], off["revision"], data["binding"]) == ("2027-06-01", 1, "own.core")
    assert [each["rule"] for each in data["tried"]] == ["own.core", "criticality.core", "hard_minimum.core"]
    assert len(data["hash"]) == 64


def test_a_shut_gate_answers_409_with_the_same_sentences(staff: Client) -> None:
    a_plan(stage=Stage.ASSESSING)
    shown = staff.get("/api/v1/plans/reports-sunset/gates/decided").json()
    assert shown["verdict"] == "blocked"
    answer = staff.post("/api/v1/plans/reports-sunset/gates/decided", {}, content_type="application/json")
    data = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert [each["sentence"] for each in data["blockers"]] == [each["sentence"] for each in shown["blockers"]]
    assert (data["status"], data["title"], data["instance"]) == (
        409,
        "A rule stands against it",
        "/api/v1/plans/reports-sunset/gates/decided",
    )
    assert data["detail"] == data["blockers"][0]["sentence"]
    assert SunsetPlan.objects.get().stage == Stage.ASSESSING


def test_the_wrong_stage_is_409_and_the_wrong_person_403(staff: Client, client: Client) -> None:
    a_plan()
    answer = staff.post("/api/v1/plans/reports-sunset/gates/off", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["blockers"][0]["kind"]) == (409, "wrong_stage")
    client.force_login(dora())
    answer = client.post("/api/v1/plans/reports-sunset/gates/assessing", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:sunsetter:wrong-person")


def test_a_step_is_taken_through_an_open_gate(staff: Client) -> None:
    a_plan()
    answer = staff.post("/api/v1/plans/reports-sunset/gates/assessing", {}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, {"plan": "reports-sunset", "stage": "assessing"})
    back = "/api/v1/plans/reports-sunset/gates/draft"
    assert staff.post(back, {}, content_type="application/json").status_code == 409  # going back needs a reason
    assert staff.post(back, {"reason": "too early"}, content_type="application/json").status_code == 200
    assert staff.post(back, {"reason": "x" * 3_000}, content_type="application/json").status_code == 400
    assert staff.post(back, "{", content_type="application/json").status_code == 400


def test_signals_follow_the_account(staff: Client) -> None:
    a_module()
    assert staff.get("/api/v1/modules/reports/signals").json()["flag"]["variant"] == "live"  # no plan at all
    plan, now = a_plan(stage=Stage.OFF), timezone.now()  # noqa: TID251 - the API reads the real clock
    know(plan, "usage_below", 0, account=acme(), at=now)
    answer = staff.get("/api/v1/modules/reports/signals", {"account": "nobody-knows-me"})
    data = answer.json()
    assert (data["flag"], data["refuses"]) == ({"value": False, "variant": "off", "reason": "DISABLED"}, "everything")
    assert (data["problem"]["status"], data["problem"]["successor"]) == (410, "https://insights.example/")
    assert data["headers"]["Sunset"] == "Tue, 01 Jun 2027 09:00:00 GMT"
    assert answer["Cache-Control"] == "no-store"
    Exemption.objects.create(
        plan=plan, account=acme(), kind="access", reason="pays", starts_at=now, ends_at=now + timedelta(days=9)
    )
    answer = staff.get("/api/v1/modules/reports/signals", {"account": "acme"})
    data = answer.json()
    assert (data["flag"]["variant"], data["refuses"], data["problem"]) == ("exempt", "nothing", None)
    assert answer["Cache-Control"] == "private, max-age=60"


def test_a_plan_that_ended_keeps_its_tombstone(staff: Client) -> None:
    a_plan(stage=Stage.CLOSED)
    assert staff.get("/api/v1/modules/reports/signals").json()["problem"]["status"] == 410
