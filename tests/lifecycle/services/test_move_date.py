"""May a date move later freely, and earlier only with two people and the full floor? (A12, lifecycle.md 8)"""

from datetime import date

import pytest

from lifecycle.models import AuditEvent, Milestone, MilestoneMove, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance
from lifecycle.services.move_date import move_date
from lifecycle.services.refusal import Refused
from tests.cast import NOON, a_plan, anna, dora, lena, olga, paul

pytestmark = pytest.mark.django_db
WHY = Allowance("the replacement is late")


def move(
    plan: SunsetPlan, to: date, kind: str = "off", *, actor: Actor | None = None, allowance: Allowance = WHY
) -> Milestone:
    who = actor or paul().actor
    return move_date(plan_id=plan.pk, kind=MilestoneKind(kind), to=to, actor=who, now=NOON, allowance=allowance)


def criteria(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.criterion for each in refusal.value.verdict.blockers]


def test_a_date_moves_later_with_a_reason_and_one_revision() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    row = move(plan, date(2027, 6, 10))
    assert (row.date, row.revision, row.moved_reason) == (date(2027, 6, 10), 2, "the replacement is late")
    kept = MilestoneMove.objects.get()
    assert (kept.old_date, kept.new_date, kept.revision) == (date(2027, 6, 1), date(2027, 6, 10), 2)
    plan.refresh_from_db()
    assert plan.revision == 2
    assert AuditEvent.objects.filter(action="lifecycle.milestone.moved", plan_key=plan.key).count() == 1


@pytest.mark.parametrize(
    ("reason", "codes", "found"),
    [
        ("the export is late until May 31, 2027", ["reason_dated"], "until May"),
        ("перенос до 26 апреля", ["reason_dated"], "26 апреля"),
        ("改到4月26日", ["reason_dated"], "4月26日"),
        ("the replacement now comes with a 20 % discount", ["reason_sells"], "discount"),
        ("замена со скидкой", ["reason_sells"], "скидкой"),
        ("升级优惠券", ["reason_sells"], "优惠券"),
    ],
)
def test_a_reason_that_names_a_day_or_sells_something_moves_no_date(reason: str, codes: list[str], found: str) -> None:
    """A11, A12: customers read it in their corrections."""
    plan = a_plan(stage=Stage.ANNOUNCED)
    with pytest.raises(Refused) as no:
        move(plan, date(2027, 6, 10), allowance=Allowance(reason))
    assert criteria(no) == codes
    assert found in str(no.value)
    assert plan.milestones.get(kind="off").date == date(2027, 6, 1)


def test_the_same_date_again_changes_nothing() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    assert move(plan, date(2027, 6, 1)).revision == 1
    assert not AuditEvent.objects.filter(action="lifecycle.milestone.moved").exists()


def test_before_anybody_was_told_a_move_is_no_promise_broken() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    assert move(plan, date(2027, 7, 20), "purge").revision == 2
    assert not MilestoneMove.objects.exists()


def test_earlier_than_announced_needs_two_people() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    for behind in ((), (anna().actor,), (anna().actor, anna().actor), (anna().actor, paul().actor)):
        with pytest.raises(Refused) as no:
            move(plan, date(2027, 5, 31), allowance=Allowance("hurry", behind))
        assert criteria(no) == ["ratchet"]
    row = move(plan, date(2027, 5, 31), allowance=Allowance("all agreed", (anna().actor, olga().actor)))
    assert row.date == date(2027, 5, 31)


def test_two_people_do_not_replace_the_floor_which_counts_from_today() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    between = ["closed_to_new", "read_only", "export_only", "brownout", "export_end"]
    Milestone.objects.filter(plan=plan, kind__in=between).update(date=date(2027, 4, 10))
    with pytest.raises(Refused) as no:
        move(plan, date(2027, 4, 20), allowance=Allowance("hurry", (anna().actor, olga().actor)))
    assert criteria(no) == ["lead_time"]
    assert no.value.verdict.blockers[0].fact("earliest") == "2027-05-01"


def test_an_announcement_moved_later_shortens_the_notice() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    Milestone.objects.filter(plan=plan, kind="closed_to_new").update(date=date(2027, 4, 20))
    with pytest.raises(Refused) as no:
        move(plan, date(2027, 4, 15), "announce")
    assert "lead_time" in criteria(no)


@pytest.mark.parametrize(
    ("stage", "kind", "to", "criterion"),
    [
        (Stage.ANNOUNCED, "off", date(2027, 6, 30), "date_order"),
        (Stage.ANNOUNCED, "announce", date(2027, 3, 4), "already_reached"),
        (Stage.DECIDED, "internal_brief", date(2027, 2, 1), "date_past"),
        (Stage.CLOSED, "purge", date(2027, 8, 30), "plan_ended"),
    ],
)
def test_dates_keep_their_order_and_the_past_stays(stage: Stage, kind: str, to: date, criterion: str) -> None:
    with pytest.raises(Refused) as no:
        move(a_plan(stage=stage), to, kind)
    assert criterion in criteria(no)


def test_a_reason_and_the_right_to_edit_are_needed() -> None:
    plan = a_plan()
    with pytest.raises(Refused, match="say why the date moves"):
        move(plan, date(2027, 6, 2), allowance=Allowance(" "))
    with pytest.raises(Refused) as no:
        move(plan, date(2027, 6, 2), actor=dora().actor)
    assert no.value.is_wrong_person
    assert lena().actor.role != paul().actor.role
    assert move(plan, date(2027, 6, 2), actor=Actor.system("test")).revision == 2
