"""Is a yes bound to one person and to exactly what that person saw (P9, N61, N63)?"""

from datetime import timedelta

import pytest

from lifecycle.api import Approval, AuditEvent, Refused, SunsetPlan, User, approve, plan_hash, withdraw_approval
from lifecycle.models import Milestone
from lifecycle.rules.actors import Actor, Role
from lifecycle.rules.stages import Stage
from lifecycle.services.plan_facts import facts_for
from tests.cast import NOON, a_plan, acme, anna, charlie, corner_shop, dora, know, lena, olga, paul

pytestmark = pytest.mark.django_db


def say_yes(plan: SunsetPlan, actor: Actor, seen: str = "", to: Stage = Stage.OFF) -> Approval:
    return approve(plan_id=plan.pk, to=to, seen_hash=seen or plan_hash(plan), actor=actor, now=NOON)


def is_approved(plan: SunsetPlan, to: Stage = Stage.OFF) -> bool:
    return facts_for(plan, to, now=NOON)["approvals", ""].value is True


def second_login_of(user: User) -> User:
    user.identity = str(user.uuid)
    user.save()
    return User.objects.create_user(
        "second@sunsetter.example", None, name="Second", role=Role.APPROVER, is_staff=True, identity=user.identity
    )


def test_operator_and_approver_are_enough() -> None:
    plan = a_plan(stage=Stage.BROWNOUT)
    say_yes(plan, olga().actor)
    assert not is_approved(plan)
    say_yes(plan, anna().actor)
    assert is_approved(plan)
    assert AuditEvent.objects.filter(action="lifecycle.approval.given", plan_key=plan.key).count() == 2


def test_the_author_is_refused() -> None:
    plan = a_plan(author=paul())
    with pytest.raises(Refused, match="author"):
        say_yes(plan, paul().actor)
    assert not Approval.objects.exists()


def test_the_authors_second_login_is_refused_too() -> None:
    author = paul()
    second = second_login_of(author)
    with pytest.raises(Refused, match="author"):
        say_yes(a_plan(author=author), second.actor)


def test_two_logins_of_one_person_are_one_yes() -> None:
    plan = a_plan(stage=Stage.BROWNOUT)
    operator = olga()
    second = second_login_of(operator)
    first_yes, second_yes = say_yes(plan, operator.actor), say_yes(plan, second.actor)
    assert first_yes == second_yes
    assert not is_approved(plan)


def test_saying_yes_twice_is_one_yes_and_one_record() -> None:
    plan = a_plan(stage=Stage.BROWNOUT)
    assert say_yes(plan, olga().actor) == say_yes(plan, olga().actor)
    assert AuditEvent.objects.filter(action="lifecycle.approval.given").count() == 1


def test_an_older_hash_is_refused() -> None:
    plan = a_plan()
    seen = plan_hash(plan)
    plan.revision += 1
    plan.save()
    with pytest.raises(Refused, match="changed since it was shown"):
        say_yes(plan, anna().actor, seen)


@pytest.mark.parametrize("change", ["document", "stage", "date", "account"])
def test_whatever_an_approver_sees_is_in_the_hash_and_a_change_voids_the_yes(change: str) -> None:
    """Reliability 4.1, rule 2."""
    plan = a_plan(stage=Stage.EXPORT_ONLY)
    know(plan, "usage_below", 0, account=corner_shop(), at=NOON)
    say_yes(plan, olga().actor)
    say_yes(plan, anna().actor)
    assert is_approved(plan)
    match change:
        case "document":
            plan.document = "other"
        case "stage":
            plan.stage = Stage.BROWNOUT
        case "date":
            Milestone.objects.filter(plan=plan, kind="purge").update(revision=2)
        case "account":
            know(plan, "usage_below", 0, account=acme(), at=NOON)
    plan.save()
    assert not is_approved(plan)


def test_fresh_evidence_about_known_accounts_leaves_the_hash_alone() -> None:
    plan = a_plan()
    know(plan, "usage_below", 0, account=acme(), at=NOON)
    before = plan_hash(plan)
    know(plan, "usage_below", 5, account=acme(), at=NOON + timedelta(hours=1))
    assert plan_hash(plan) == before


def test_who_may_not_approve_is_refused() -> None:
    plan = a_plan()
    for user in (dora(), charlie()):
        with pytest.raises(Refused) as refusal:
            say_yes(plan, user.actor)
        assert refusal.value.is_wrong_person
    with pytest.raises(Refused):
        say_yes(plan, Actor.system("tick"))


def test_a_yes_to_one_stage_is_none_to_another() -> None:
    plan = a_plan(stage=Stage.EXPORT_ONLY)
    say_yes(plan, olga().actor, to=Stage.BROWNOUT)
    say_yes(plan, anna().actor, to=Stage.BROWNOUT)
    assert is_approved(plan, Stage.BROWNOUT)
    assert not is_approved(plan, Stage.OFF)


def test_a_yes_can_be_taken_back_by_its_giver_only_and_given_again() -> None:
    plan = a_plan(stage=Stage.BROWNOUT)
    say_yes(plan, olga().actor)
    given = say_yes(plan, anna().actor)
    with pytest.raises(Refused, match="Anna"):
        withdraw_approval(approval_id=given.pk, actor=lena().actor, now=NOON)
    for _ in range(2):  # the second time changes nothing
        assert withdraw_approval(approval_id=given.pk, actor=anna().actor, now=NOON).withdrawn_at == NOON
    assert not is_approved(plan)
    assert AuditEvent.objects.filter(action="lifecycle.approval.withdrawn").count() == 1
    say_yes(plan, anna().actor)
    assert is_approved(plan)
    assert Approval.objects.filter(identity=anna().actor.identity).count() == 2
