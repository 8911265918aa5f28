"""Is leave given by enough people, for a reason, with an end, and only where leave is possible (A19)?"""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from lifecycle.api import AuditEvent, Exemption, Refused, SunsetPlan, User, grant_exemption, stage_of
from lifecycle.rules.criteria import SHUTDOWN, Criterion, Scope
from lifecycle.rules.stages import Stage
from tests.cast import NOON, a_plan, acme, anna, corner_shop, dora, lena, olga, paul

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def grant(
    plan: SunsetPlan, people: Sequence[User], criterion: str = "", reason: str = "paid till summer", days: int = 30
) -> Exemption:
    return grant_exemption(
        plan=plan,
        account=acme(),
        criterion=criterion,
        reason=reason,
        ends_at=NOON + days * DAY,
        granted_by=[person.actor for person in people],
        now=NOON,
    )


def blockers(plan: SunsetPlan, people: Sequence[User], **more: object) -> list[str]:
    with pytest.raises(Refused) as refusal:
        grant(plan, people, **more)  # type: ignore[arg-type]  # spoilt on purpose
    assert not Exemption.objects.exists()
    return [each.criterion for each in refusal.value.verdict.blockers]


def test_access_is_one_persons_leave_and_ends_by_itself() -> None:
    plan = a_plan(stage=Stage.OFF)
    grant(plan, [olga()])
    assert stage_of(plan=plan, account=acme(), now=NOON) is Stage.ANNOUNCED
    assert stage_of(plan=plan, account=corner_shop(), now=NOON) is Stage.OFF
    assert stage_of(plan=plan, account=None, now=NOON) is Stage.OFF
    assert stage_of(plan=plan, account=acme(), now=NOON + 30 * DAY) is Stage.OFF


def test_a_renewal_outlasts_what_it_renews_whichever_was_written_first() -> None:
    plan = a_plan(stage=Stage.OFF)
    for days in (60, 30):
        grant(plan, [olga()], days=days)
    assert stage_of(plan=plan, account=acme(), now=NOON + 45 * DAY) is Stage.ANNOUNCED


def test_passing_a_criterion_takes_two_people_and_each_is_on_record() -> None:
    plan = a_plan()
    given = grant(plan, [olga(), lena()], "usage_below")
    assert (given.kind, given.criterion, len(given.granted_by)) == ("criterion", "usage_below", 2)
    events = AuditEvent.objects.filter(action="lifecycle.exemption.granted", account=acme())
    assert {event.actor for event in events} == {"Olga", "Lena"}


def test_one_person_the_author_or_one_person_twice_do_not_make_two() -> None:
    plan = a_plan(author=paul())
    for people in ([olga()], [olga(), olga()], [olga(), paul()], [olga(), dora()], []):
        assert blockers(plan, people, criterion="usage_below") == ["two_people"]
    assert blockers(plan, [paul()]) == ["leave_person"]


@pytest.mark.parametrize("criterion", SHUTDOWN, ids=lambda each: each.key)
def test_only_what_may_be_waived_for_one_account_can_be(criterion: Criterion) -> None:
    plan = a_plan()
    if criterion.may_be_exempted and (criterion.scope is not Scope.PLAN or criterion.has_own_facts):
        assert grant(plan, [olga(), lena()], criterion.key).criterion == criterion.key
    else:
        wanted = "subject" if criterion.may_be_exempted else "not_exemptible"
        assert blockers(plan, [olga(), lena()], criterion=criterion.key) == [wanted]


def test_leave_without_reason_end_or_known_criterion_is_refused() -> None:
    plan = a_plan()
    assert blockers(plan, [olga()], reason=" ") == ["reason"]
    assert blockers(plan, [olga()], days=0) == ["leave_end_past"]
    assert blockers(plan, [olga()], days=3000) == ["leave_end_far"]
    assert blockers(plan, [olga(), lena(), anna()], criterion="no_such") == ["not_exemptible"]
