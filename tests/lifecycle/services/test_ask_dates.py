"""Do two people bring announced dates forward, each with their own login, and only as they were shown (A12)?"""

import json
from datetime import date, timedelta

import pytest

from lifecycle.api import Refused, SunsetPlan, User, ask_dates, mark_of, move_dates, open_work, revoke_role
from lifecycle.models import AuditEvent, DateRequest
from lifecycle.rules.actors import Role
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance
from tests.cast import NOON, OFF, a_plan, anna, dora, lena, olga, paul

pytestmark = pytest.mark.django_db
WHY = "the replacement is there sooner"
EARLIER = OFF - timedelta(days=1)


def petra() -> User:
    """Another product manager, who did not write the plan."""
    found = User.objects.filter(email="petra@sunsetter.example").first()
    role = Role.PM
    return found or User.objects.create_user("petra@sunsetter.example", None, name="Petra", is_staff=True, role=role)


def ask(plan: SunsetPlan, who: User, to: date = EARLIER, seen: str = "") -> DateRequest:
    moves = {MilestoneKind.OFF: to}
    found = ask_dates.ask_dates(plan_id=plan.pk, moves=moves, reason=WHY, actor=who.actor, now=NOON, seen=seen)
    assert isinstance(found, DateRequest)
    return found


def confirm(request: DateRequest, who: User, *, days: int = 0) -> DateRequest:
    return ask_dates.confirm_dates(request_id=request.uuid, actor=who.actor, now=NOON + timedelta(days=days))


def refused(request: DateRequest, who: User, *, days: int = 0) -> list[str]:
    with pytest.raises(Refused) as no:
        confirm(request, who, days=days)
    return [each.criterion for each in no.value.verdict.blockers]


def end_of(plan: SunsetPlan) -> date:
    return plan.milestones.get(kind="off").date


def waiting(plan: SunsetPlan) -> list[DateRequest]:
    return open_work.date_requests(plan, now=NOON)


def test_whoever_asks_and_a_second_person_bring_a_date_forward() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    request = ask(plan, petra(), seen=mark_of(plan))
    assert waiting(plan) == [request]
    assert end_of(plan) == OFF
    done = confirm(request, anna())
    assert (done.outcome, done.answered_by) == ("moved", "Anna")
    assert end_of(plan) == EARLIER
    assert waiting(plan) == []
    moved = AuditEvent.objects.get(action="lifecycle.milestone.moved")
    assert json.loads(moved.body)["facts"]["backed_by"] == [petra().actor.person, anna().actor.person]
    acts = AuditEvent.objects.filter(action__startswith="lifecycle.dates.").order_by("id")
    said = [(each.action.removeprefix("lifecycle.dates."), each.actor) for each in acts]
    assert said == [("asked", "Petra"), ("backed", "Petra"), ("backed", "Anna")]


def test_the_author_may_ask_and_two_others_must_stand_behind_it() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    request = ask(plan, paul())
    assert refused(request, paul()) == ["two_people"]
    assert confirm(request, anna()).outcome == ""
    assert end_of(plan) == OFF
    assert refused(request, anna()) == ["dates_own"]
    assert confirm(request, lena()).outcome == "moved"
    assert end_of(plan) == EARLIER


def test_who_asked_is_no_second_person_and_who_may_not_approve_is_none() -> None:
    request = ask(a_plan(stage=Stage.ANNOUNCED), petra())
    assert refused(request, petra()) == ["dates_own"]
    assert refused(request, dora()) == ["rights"]


def test_a_later_date_waits_for_nobody_and_the_same_wish_is_one_request() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    moves = {MilestoneKind.OFF: OFF + timedelta(days=1)}
    rows = ask_dates.ask_dates(plan_id=plan.pk, moves=moves, reason=WHY, actor=paul().actor, now=NOON)
    assert not isinstance(rows, DateRequest)
    assert end_of(plan) == OFF + timedelta(days=1)
    assert ask(plan, petra()) == ask(plan, petra())
    assert DateRequest.objects.count() == 1


def test_what_two_people_could_not_move_either_is_not_asked() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    for who, to, criterion in ((dora(), EARLIER, "rights"), (petra(), date(2027, 3, 20), "lead_time")):
        with pytest.raises(Refused) as no:
            ask(plan, who, to)
        assert criterion in {each.criterion for each in no.value.verdict.blockers}
    with pytest.raises(Refused, match="look again"):
        ask(plan, petra(), seen="9.announced")
    assert not DateRequest.objects.exists()


def test_a_plan_that_changes_ends_what_was_asked() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    request = ask(plan, petra())
    moves = {MilestoneKind.PURGE: OFF + timedelta(days=80)}
    move_dates(plan_id=plan.pk, moves=moves, actor=paul().actor, now=NOON, allowance=Allowance("late"))
    assert waiting(plan) == []
    assert refused(request, anna()) == ["dates_request_over"]
    assert end_of(plan) == OFF


def test_a_request_waits_seven_days_and_not_for_somebody_who_lost_the_right() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    request = ask(plan, petra())
    assert refused(request, anna(), days=8) == ["dates_request_over"]
    assert open_work.date_requests(None, now=NOON + timedelta(days=8)) == []
    revoke_role(email=petra().email, actor=olga().actor, reason="left", now=NOON)
    assert refused(request, anna()) == ["dates_asker_gone"]
    assert end_of(plan) == OFF


def test_a_no_needs_a_reason_and_ends_it_and_whoever_asked_may_take_it_back() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    request = ask(plan, petra())
    with pytest.raises(Refused, match="say why"):
        ask_dates.decline_dates(request_id=request.uuid, actor=anna().actor, reason=" ", now=NOON)
    with pytest.raises(Refused):
        ask_dates.decline_dates(request_id=request.uuid, actor=dora().actor, reason="no", now=NOON)
    done = ask_dates.decline_dates(request_id=request.uuid, actor=petra().actor, reason="a mistake", now=NOON)
    assert (done.outcome, waiting(plan)) == ("declined", [])
    assert refused(request, anna()) == ["dates_answered"]
    with pytest.raises(Refused, match="answered by Petra"):
        ask_dates.decline_dates(request_id=request.uuid, actor=anna().actor, reason="no", now=NOON)


def test_the_floor_counts_from_the_second_persons_yes() -> None:
    """What two people could do when it was asked is judged again, and their yes is not kept if it cannot be."""
    plan = a_plan(stage=Stage.ANNOUNCED)
    plan.milestones.filter(kind__in=["closed_to_new", "read_only", "export_only", "brownout", "export_end"]).update(
        date=date(2027, 4, 28)
    )
    request = ask(plan, petra(), date(2027, 5, 1))
    assert refused(request, anna(), days=3) == ["lead_time"]
    assert request.backings.count() == 1
    assert confirm(request, anna()).outcome == "moved"
