"""Do dates move together or not at all, later freely, earlier only with two people and the full floor? (A12)"""

from datetime import date, timedelta

import pytest

from lifecycle.api import BadInput, Refused, dates_ahead, dates_verdict, mark_of, move_dates, moved_along
from lifecycle.models import AuditEvent, Milestone, MilestoneMove, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance
from tests.cast import NOON, a_plan, anna, dora, lena, olga, paul

pytestmark = pytest.mark.django_db
WHY = Allowance("the replacement is late")


def move(
    plan: SunsetPlan, to: date, kind: str = "off", *, actor: Actor | None = None, allowance: Allowance = WHY
) -> Milestone:
    who = actor or paul().actor
    move_dates(plan_id=plan.pk, moves={MilestoneKind(kind): to}, actor=who, now=NOON, allowance=allowance)
    return plan.milestones.get(kind=kind)


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


def dates(plan: SunsetPlan) -> dict[str, date]:
    return dict(plan.milestones.values_list("kind", "date"))


def test_the_end_and_what_hangs_on_it_move_at_once_with_one_revision_and_an_event_each() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    before = dates(plan)
    moves = moved_along(plan, date(2027, 6, 22), now=NOON)
    assert MilestoneKind.ANNOUNCE not in moves
    rows = move_dates(plan_id=plan.pk, moves=moves, actor=paul().actor, now=NOON, allowance=WHY)
    assert {row.kind for row in rows} == moves.keys()
    assert dates(plan) == {kind: day + timedelta(days=21 * (kind in moves)) for kind, day in before.items()}
    plan.refresh_from_db()
    assert plan.revision == 2
    assert AuditEvent.objects.filter(action="lifecycle.milestone.moved").count() == len(moves) == 9
    assert MilestoneMove.objects.count() == 9


def test_one_date_that_is_refused_moves_none() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    before = dates(plan)
    moves = {MilestoneKind.PURGE: date(2027, 9, 1), MilestoneKind.READ_ONLY: date(2027, 6, 3)}
    with pytest.raises(Refused) as no:
        move_dates(plan_id=plan.pk, moves=moves, actor=paul().actor, now=NOON, allowance=WHY)
    assert criteria(no) == ["date_order"]
    assert dates(plan) == before
    assert not MilestoneMove.objects.exists()
    plan.refresh_from_db()
    assert plan.revision == 1


def test_dates_that_only_together_stand_in_order_are_judged_together() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    moves = {MilestoneKind.READ_ONLY: date(2027, 5, 12), MilestoneKind.EXPORT_ONLY: date(2027, 5, 13)}
    assert len(move_dates(plan_id=plan.pk, moves=moves, actor=paul().actor, now=NOON, allowance=WHY)) == 2


def test_each_date_that_comes_earlier_than_announced_is_named() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    moves = moved_along(plan, date(2027, 5, 31), now=NOON)
    with pytest.raises(Refused) as no:
        move_dates(plan_id=plan.pk, moves=moves, actor=paul().actor, now=NOON, allowance=WHY)
    assert criteria(no) == ["ratchet"] * len(moves)


def test_what_was_shown_of_another_revision_is_not_moved() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    seen = mark_of(plan)
    move(plan, date(2027, 6, 10))
    moves = {MilestoneKind.OFF: date(2027, 6, 12)}
    with pytest.raises(Refused) as no:
        move_dates(plan_id=plan.pk, moves=moves, actor=paul().actor, now=NOON, allowance=WHY, seen=seen)
    assert criteria(no) == ["dates_changed"]
    assert "look again" in str(no.value)
    plan.refresh_from_db()
    move_dates(plan_id=plan.pk, moves=moves, actor=paul().actor, now=NOON, allowance=WHY, seen=mark_of(plan))
    assert dates(plan)["off"] == date(2027, 6, 12)


def test_a_stage_that_was_entered_meanwhile_is_another_plan_to_look_at() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    seen = mark_of(plan)
    plan.stage = Stage.ANNOUNCED
    assert mark_of(plan) != seen
    plan.stage, plan.paused_from = Stage.PAUSED, Stage.ANNOUNCED
    assert mark_of(plan) not in {seen, "1.announced"}


def test_a_day_that_cannot_be_meant_and_a_date_that_the_plan_lacks_move_nothing() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    with pytest.raises(Refused) as no:
        move(plan, date(2999, 1, 1), "purge")
    assert criteria(no) == ["date_impossible"]
    with pytest.raises(BadInput, match="beyond the calendar"):
        moved_along(plan, date.max, now=NOON)
    bare = a_plan(module="fax", dated=False)
    with pytest.raises(BadInput, match="has no date purge"):
        move(bare, date(2027, 9, 1), "purge")
    with pytest.raises(BadInput, match="no date on which"):
        moved_along(bare, date(2027, 7, 1), now=NOON)


def test_a_policy_that_names_its_days_holds_for_a_moved_end_too() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    SunsetPlan.objects.update(policy="glean")
    plan.refresh_from_db()
    for day, is_refused in ((date(2027, 10, 14), True), (date(2027, 10, 15), False)):
        verdict = dates_verdict(plan=plan, moves=moved_along(plan, day, now=NOON), now=NOON)
        assert ("off_window" in {each.criterion for each in verdict.blockers}) is is_refused


def test_what_is_behind_the_plan_does_not_move() -> None:
    plan = a_plan(stage=Stage.READ_ONLY)
    ahead = [each.kind for each in dates_ahead(plan, now=NOON)]
    assert ahead == [kind for kind in MilestoneKind if kind.rank > MilestoneKind.READ_ONLY.rank]
