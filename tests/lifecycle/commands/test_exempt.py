"""Is leave given by two people with their own logins, listed, and ended early (A19, lifecycle section 6)?"""

from datetime import UTC, datetime, timedelta

import pytest

from lifecycle.api import AuditEvent, Exemption, LeaveRequest, Refused, confirm_leave, revoke_role
from lifecycle.models import SunsetPlan
from lifecycle.rules.leave import end_of
from lifecycle.rules.stages import Stage
from tests.cast import NOON, a_plan, acme, anna, dora, lena, olga, paul
from tests.lifecycle.commands.answers import Answer, run

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SOON = str(datetime.now(UTC).date() + 30 * DAY)  # noqa: TID251 - the command reads the real clock


@pytest.fixture
def plan() -> SunsetPlan:
    acme()
    return a_plan(stage=Stage.BROWNOUT)


def grant(plan: SunsetPlan, email: str, *more: str) -> Answer:
    words = ("exempt", "grant", plan.key, "--account", "acme", "--until", SOON, "--owner", "dora@sunsetter.example")
    return run(*words, "--reason", "paid till summer", "--as", email, *more)


def test_leave_to_go_on_using_is_one_persons_and_can_end_early(plan: SunsetPlan) -> None:
    given = grant(plan, olga().email, "--json")
    assert (given.code, given.data["kind"], given.data["owner"]) == (0, "access", "dora@sunsetter.example")
    end = ("exempt", "end", plan.key, given.data["uuid"], "--as", lena().email)
    assert run(*end).code == 2
    assert run(*end[:-1], dora().email, "--reason", "moved").code == 2
    assert run(*end, "--reason", "moved").code == 0
    again = run(*end, "--reason", "moved")
    assert (again.code, "this leave is not running" in again.complained) == (2, True)
    assert [row["status"] for row in run("exempt", "list", plan.key, "--json").data] == ["over"]
    assert AuditEvent.objects.get(action="lifecycle.exemption.ended").actor == "Lena"


def test_passing_a_criterion_waits_for_a_second_person(plan: SunsetPlan) -> None:
    asked = grant(plan, olga().email, "--criterion", "usage_below", "--json")
    assert (asked.code, asked.data["status"]) == (0, "asked")
    assert not Exemption.objects.exists()
    confirm = ("exempt", "confirm", plan.key, asked.data["uuid"], "--as")
    for email in (olga().email, dora().email, paul().email):  # the same person, without the right, the author
        assert run(*confirm, email).code == 2
    assert run(*confirm, anna().email).code == 0
    assert len(Exemption.objects.get().granted_by) == 2
    answered = run(*confirm, lena().email)
    assert (answered.code, answered.complained) == (2, "acme: this request was answered by Anna.\n")


def test_a_request_is_declined_taken_back_or_grows_too_old(plan: SunsetPlan) -> None:
    uuids = [grant(plan, olga().email, "--criterion", "usage_below", "--json").data["uuid"] for _ in range(3)]
    decline = ("exempt", "decline", plan.key)
    assert run(*decline, uuids[0], "--as", dora().email, "--reason", "no").code == 2
    assert run(*decline, uuids[0], "--as", anna().email).code == 2
    assert run(*decline, uuids[0], "--as", anna().email, "--reason", "they can move").code == 0
    assert run(*decline, uuids[1], "--as", olga().email, "--reason", "a mistake").code == 0
    request = LeaveRequest.objects.get(uuid=uuids[2])
    with pytest.raises(Refused, match="waited too long"):
        confirm_leave(request_id=request.uuid, actor=anna().actor, now=request.at + 8 * DAY)


def test_the_author_and_those_without_the_right_cannot_ask(plan: SunsetPlan) -> None:
    for email in (paul().email, dora().email):
        assert grant(plan, email, "--criterion", "usage_below").code == 2
        assert grant(plan, email).code == 2
    assert not LeaveRequest.objects.exists()


def test_after_two_renewals_leave_takes_two_people(plan: SunsetPlan) -> None:
    statuses = [grant(plan, olga().email, "--json").data["status"] for _ in range(4)]
    assert statuses == ["running", "running", "running", "asked"]


def test_the_first_of_two_must_still_be_one_who_may_give_leave(plan: SunsetPlan) -> None:
    asked = grant(plan, lena().email, "--criterion", "usage_below", "--json").data["uuid"]
    revoke_role(email=lena().email, actor=olga().actor, reason="left", now=NOON)
    refused = run("exempt", "confirm", plan.key, asked, "--as", anna().email)
    assert (refused.code, "Lena, who asked, may no longer give leave" in refused.complained) == (2, True)
    assert not Exemption.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "2999-01-01"])
def test_a_far_end_is_refused_with_its_reason(plan: SunsetPlan, day: str) -> None:
    refused = grant(plan, olga().email, "--until", day)
    assert (refused.code, "too far away" in refused.complained) == (2, True)


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.CANCELLED])
def test_an_ended_plan_gives_no_leave(plan: SunsetPlan, stage: Stage) -> None:
    SunsetPlan.objects.update(stage=stage)
    assert grant(plan, olga().email).code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("grant", "--account", "nobody", "--until", SOON),
        ("grant", "--account", "acme", "--until", "soon"),
        ("confirm", "--as", "olga@sunsetter.example"),
        ("end", "00000000-0000-4000-8000-000000000000"),
        ("decline", "00000000-0000-4000-8000-000000000000"),
    ],
)
def test_what_names_nothing_is_an_error(plan: SunsetPlan, words: tuple[str, ...]) -> None:
    assert run("exempt", words[0], plan.key, *words[1:]).code == 1
    assert run("exempt", "list", plan.key).code == 3


def test_leave_lasts_through_its_last_day_where_the_plan_is_at_home() -> None:
    last = datetime(2027, 6, 30, tzinfo=UTC).date()
    assert end_of(last, "Europe/Berlin") == datetime(2027, 6, 30, 22, tzinfo=UTC)
    assert end_of(last, "Asia/Shanghai") == datetime(2027, 6, 30, 16, tzinfo=UTC)
