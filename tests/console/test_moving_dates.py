"""Do dates move in the console as they were shown, by those who may, and is nothing lost by a no (A12)?"""

import html
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone, translation

from lifecycle.api import SunsetPlan, User, move_dates
from lifecycle.models import DateRequest, MilestoneMove
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance
from tests.cast import a_plan, acme, anna, dora, know, lena, olga, paul

pytestmark = pytest.mark.django_db
NOW = timezone.now()  # noqa: TID251 - the page reads the real clock
OFF = NOW.date() + timedelta(days=150)
URL, PLAN = "/console/plans/reports-sunset/dates/", "/console/plans/reports-sunset/"
WHY = "the replacement needs longer"
ALONG = {"which": "along", "by_days": "14", "reason": WHY}


def a_dated_plan(stage: Stage = Stage.ANNOUNCED) -> SunsetPlan:
    plan = a_plan(stage=stage, switch_off_date=OFF)
    know(plan, "usage_below", 3, account=acme(), at=NOW)
    return plan


def client(user: User | None = None) -> Client:
    browser = Client()
    browser.force_login(user or paul())
    return browser


def text(answer: object) -> str:
    content: bytes = answer.content  # type: ignore[attr-defined]  # a response of the test client
    return " ".join(html.unescape(content.decode()).split())


def shown(browser: Client, **asked: str) -> dict[str, str]:
    """What the second step posts that a person takes who has seen the first."""
    answer = browser.post(URL, {**asked, "step": "show"})
    assert answer.status_code == HTTPStatus.OK
    return {**asked, "shown": answer.context["page"].moves.shown, "step": "move"}


def end_of(plan: SunsetPlan) -> date:
    return plan.milestones.get(kind="off").date


def test_the_end_and_what_hangs_on_it_are_shown_first_and_then_move() -> None:
    plan, browser = a_dated_plan(), client()
    assert f'href="{URL}"' in text(browser.get(PLAN))
    seen = browser.post(URL, {**ALONG, "step": "show"})
    assert "14 days later" in text(seen)
    assert "What this would change" in text(seen)
    assert "gets a correction with the reason" in text(seen)
    assert end_of(plan) == OFF
    done = browser.post(URL, shown(browser, **ALONG), follow=True)
    assert "The dates have moved. Nobody had been told the old ones" in text(done)
    assert WHY in text(done)
    assert end_of(plan) == OFF + timedelta(days=14)
    assert plan.milestones.get(kind="purge").date == OFF + timedelta(days=59 + 14)
    assert SunsetPlan.objects.get().revision == 2


def test_one_date_moves_to_a_day() -> None:
    plan, browser = a_dated_plan(Stage.DECIDED), client()
    day = OFF + timedelta(days=70)
    assert browser.post(URL, shown(browser, which="purge", to=str(day), reason=WHY)).status_code == HTTPStatus.FOUND
    assert plan.milestones.get(kind="purge").date == day
    assert end_of(plan) == OFF


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"which": "off"}, "Give a day, or a number of days"),
        ({"which": "off", "to": "2999-01-01", "by_days": "3"}, "Give a day, or a number of days"),
        ({"which": "off", "to": "soon"}, "Enter a valid date"),
        ({"which": "off", "by_days": "many"}, "Enter a whole number"),
        ({"which": "off", "by_days": "0"}, "So it stands already"),
        ({"which": "announce", "by_days": "9"}, "Select a valid choice"),
        ({"which": "along", "to": "9999-12-31"}, "No calendar reaches that far"),
        ({"which": "along", "by_days": "99999"}, "less than or equal to 36500"),
        ({"which": "off", "by_days": "9", "reason": "late until May 31, 2027"}, "would not move with the plan"),
        ({"which": "off", "by_days": "9", "reason": "with a 20 % discount"}, "sells something"),
        ({"which": "off", "by_days": "9", "reason": " "}, "This field is required"),
    ],
)
def test_what_cannot_be_meant_is_said_at_the_field_and_nothing_typed_is_lost(asked: dict[str, str], said: str) -> None:
    plan = a_dated_plan()
    answer = client().post(URL, {"reason": "because <of> it", **asked, "step": "move"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in text(answer)
    for value in asked.values():
        assert value.strip() in text(answer)
    assert end_of(plan) == OFF


def test_dates_that_the_plan_refuses_say_why_and_stay() -> None:
    plan, browser = a_dated_plan(), client()
    asked = {"which": "off", "by_days": "30", "reason": WHY}
    seen = browser.post(URL, {**asked, "step": "show"})
    assert 'aria-disabled="true"' in text(seen)
    assert "stands after" in text(seen)
    refused = browser.post(URL, shown(browser, **asked))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "stands after" in text(refused)
    assert WHY in text(refused)
    assert end_of(plan) == OFF


def test_a_plan_that_changed_meanwhile_is_shown_anew_with_everything_typed() -> None:
    plan, browser = a_dated_plan(), client()
    asked = shown(browser, which="off", to=str(OFF + timedelta(days=5)), reason=WHY)
    why = Allowance("said by somebody else")
    moves = {MilestoneKind.OFF: OFF + timedelta(days=2)}
    move_dates(plan_id=plan.pk, moves=moves, actor=paul().actor, now=NOW, allowance=why)
    again = browser.post(URL, asked)
    assert again.status_code == HTTPStatus.CONFLICT
    assert "The plan changed since these dates were shown" in text(again)
    assert "3 days later" in text(again)
    assert WHY in text(again)
    assert end_of(plan) == OFF + timedelta(days=2)
    now_seen = {**asked, "shown": again.context["page"].moves.shown}
    assert browser.post(URL, now_seen).status_code == HTTPStatus.FOUND
    assert end_of(plan) == OFF + timedelta(days=5)


@pytest.mark.parametrize("other", [{"by_days": "15"}, {"shown": ""}])
def test_other_dates_than_those_shown_are_shown_first(other: dict[str, str]) -> None:
    plan, browser = a_dated_plan(), client()
    answer = browser.post(URL, {**shown(browser, **ALONG), **other})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "These are other dates than those shown" in text(answer)
    assert end_of(plan) == OFF


def test_who_may_not_edit_the_plan_sees_what_would_follow_and_who_could() -> None:
    plan, browser = a_dated_plan(), client(dora())
    seen = browser.get(URL)
    assert "This needs another person: pm" in text(seen)
    refused = browser.post(URL, shown(browser, **ALONG))
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "This needs another person: pm" in text(refused)
    assert end_of(plan) == OFF


def test_the_simulation_leads_to_the_act_with_its_dates_and_ended_plans_to_none() -> None:
    plan, browser = a_dated_plan(), client()
    later = OFF + timedelta(days=21)
    simulated = text(browser.get(f"{PLAN}simulation/?off={later}&along=on"))
    assert f'href="{URL}?which=along&to={later}"' in simulated
    seen = browser.get(f"{URL}?which=along&to={later}")
    assert (seen.status_code, "21 days later" in text(seen)) == (HTTPStatus.OK, True)
    assert "This field is required" not in text(seen)
    written = browser.get(f"{URL}?which=along&to={later}&format=change.csv")
    assert written.headers["Content-Type"].startswith("text/csv")
    SunsetPlan.objects.filter(pk=plan.pk).update(stage=Stage.CLOSED)
    assert URL not in text(browser.get(PLAN))
    assert f"{URL}?which" not in text(browser.get(f"{PLAN}simulation/?off={later}"))
    assert "has ended as" in text(browser.get(URL))


@pytest.mark.parametrize(("language", "said"), [("ru", "на 14 дней позже"), ("zh-hans", "推迟 14 天")])
def test_each_language_says_it_whole(language: str, said: str) -> None:
    a_dated_plan()
    User.objects.filter(pk=paul().pk).update(language=language)
    with translation.override("en"):  # the request leaves its language to whoever comes next
        answer = client(User.objects.get(pk=paul().pk)).post(URL, {**ALONG, "step": "show"})
    assert said in text(answer)
    assert not MilestoneMove.objects.exists()


def test_an_earlier_date_is_asked_for_waits_and_moves_with_two_people_who_did_not_write_the_plan() -> None:
    plan, browser = a_dated_plan(), client()
    asked = {"which": "along", "by_days": "-2", "reason": WHY}
    seen = browser.post(URL, {**asked, "step": "show"})
    assert "two people must stand behind it" in text(seen)
    assert "Ask for these dates" in text(seen)
    done = browser.post(URL, shown(browser, **asked), follow=True)
    assert "the dates move once two people stand behind them" in text(done)
    assert end_of(plan) == OFF
    request = DateRequest.objects.get()
    page = f"{URL}{request.uuid}/"
    for place in (PLAN, "/console/"):
        assert f'href="{page}"' in text(browser.get(place))
    assert "2 days earlier" in text(client(anna()).get(page))
    own = browser.post(page, {"answer": "confirm"})
    assert (own.status_code, "neither the author" in text(own)) == (HTTPStatus.FORBIDDEN, True)
    first = client(anna()).post(page, {"answer": "confirm"}, follow=True)
    assert "one more person must stand behind" in text(first)
    assert end_of(plan) == OFF
    second = client(lena()).post(page, {"answer": "confirm"}, follow=True)
    assert "The dates have moved" in text(second)
    assert end_of(plan) == OFF - timedelta(days=2)
    late = client(olga()).get(page)
    assert "were answered by Lena" in text(late)
    assert browser.get(f"{URL}00000000-0000-4000-a000-000000000000/").status_code == HTTPStatus.NOT_FOUND


def test_a_no_with_its_reason_leaves_the_dates_and_a_changed_plan_ends_the_question() -> None:
    plan, browser = a_dated_plan(), client()
    asked = {"which": "off", "by_days": "-1", "reason": WHY}
    browser.post(URL, shown(browser, **asked))
    page = f"{URL}{DateRequest.objects.get().uuid}/"
    assert client(anna()).post(page, {"answer": "decline"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    declined = client(anna()).post(page, {"answer": "decline", "reason": "too soon"}, follow=True)
    assert "The dates stay" in text(declined)
    browser.post(URL, shown(browser, **asked))
    again = f"{URL}{DateRequest.objects.latest('id').uuid}/"
    browser.post(URL, shown(browser, which="purge", by_days="9", reason=WHY))
    assert again not in text(browser.get(PLAN))
    refused = client(anna()).post(again, {"answer": "confirm"})
    assert (refused.status_code, "The plan changed since Paul" in text(refused)) == (HTTPStatus.CONFLICT, True)
    assert end_of(plan) == OFF
