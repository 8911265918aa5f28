"""Who does what when nobody answers, in which order work lies on a desk, and what holds a proof together (A13, A14)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from lifecycle.rules.tiers import Tier
from notifications.rules.ladder import Reachable, in_order
from notifications.rules.ladder_steps import LADDER, Action, Standing, breach_day, steps
from notifications.rules.notice_codes import Channel
from notifications.rules.proof_chain import Link, canonical, digest, faults, link, wrong_values
from notifications.rules.reach import Contacted, Reach, reach
from notifications.rules.statuses import DeliveryStatus, ObligationStatus
from notifications.rules.unreached import Why, why_unreached
from notifications.rules.working_days import MONDAY_TO_FRIDAY
from notifications.rules.worklist import Pressing, is_out_of_sight, weight

MONDAY = date(2027, 3, 1)
FLOOR = date(2027, 4, 2)  # a Friday


def days_of(standing: Standing) -> dict[str, date]:
    return {each.step: each.due_date for each in steps(standing, MONDAY_TO_FRIDAY)}


def test_every_tier_has_a_ladder_for_bounces_and_for_silence() -> None:
    assert set(LADDER) == set(Tier)
    for rungs in LADDER.values():
        assert len({rung.step for rung in rungs}) == len(rungs)
        assert {rung.trigger.value for rung in rungs} == {"bounce", "silence"}


def test_silence_of_a_key_account_climbs_from_call_to_manager_to_letter() -> None:
    assert days_of(Standing(Tier.KEY, silent_since=MONDAY)) == {
        "silence_call": date(2027, 3, 3),
        "silence_manager": date(2027, 3, 8),
        "silence_executive": date(2027, 3, 15),
    }


def test_a_bounce_is_followed_by_another_contact_and_a_call_next_morning() -> None:
    found = days_of(Standing(Tier.KEY, bounced_on=date(2027, 3, 5)))
    assert found == {"bounce_alternate": date(2027, 3, 5), "bounce_call": date(2027, 3, 8)}


def test_the_ladder_is_pressed_together_evenly_before_a_near_floor() -> None:
    near = Standing(Tier.STANDARD, silent_since=MONDAY, breach_on=date(2027, 3, 12))
    assert list(days_of(near).values()) == [date(2027, 3, 3), date(2027, 3, 8), date(2027, 3, 11)]
    late = replace(near, breach_on=MONDAY)
    assert set(days_of(late).values()) == {MONDAY}


def test_a_far_floor_changes_nothing() -> None:
    far = Standing(Tier.STANDARD, silent_since=MONDAY, breach_on=date(2027, 12, 1))
    assert days_of(far) == days_of(replace(far, breach_on=None))


@pytest.mark.parametrize(
    ("due", "late_on"),
    [
        (MONDAY, date(2027, 3, 26)),  # five working days before the floor
        (date(2027, 3, 30), FLOOR),  # came too late for that margin
        (FLOOR, date(2027, 4, 5)),  # came with the floor: one working day
    ],
)
def test_it_is_too_late_five_working_days_before_the_floor(due: date, late_on: date) -> None:
    assert breach_day(FLOOR, due, MONDAY_TO_FRIDAY) == late_on


def test_the_heaviest_user_comes_before_the_others_and_after_the_owner() -> None:
    people = [Reachable(1, "billing", "b"), Reachable(2, "user", "u", 3), Reachable(3, "user", "v", 90)]
    assert [each.id for each in in_order([*people, Reachable(4, "owner", "o")])] == [4, 3, 2, 1]


def test_a_message_that_was_taken_says_until_when_silence_proves_it() -> None:
    taken = Contacted(Channel.EMAIL, DeliveryStatus.ACCEPTED, datetime.fromisoformat("2027-03-04T09:00:00+00:00"))
    noon = datetime.fromisoformat("2027-03-05T12:00:00+00:00")
    found = reach([taken], acknowledged_at=None, zone="UTC", days=MONDAY_TO_FRIDAY, now=noon)
    assert found.waits_until == date(2027, 3, 9)


@pytest.mark.parametrize(
    ("known", "statuses", "has_contact", "why"),
    [
        (Reach(ObligationStatus.OPEN), (), False, Why.NOBODY),
        (Reach(ObligationStatus.OPEN), (), True, Why.UNSENT),
        (Reach(ObligationStatus.OPEN, is_dead_end=True), (DeliveryStatus.HARD_BOUNCED,), True, Why.BOUNCED),
        (Reach(ObligationStatus.OPEN, is_uncertain=True), (DeliveryStatus.UNCERTAIN,), True, Why.UNCERTAIN),
        (Reach(ObligationStatus.REACHED), (DeliveryStatus.ACCEPTED,), True, Why.UNREAD),
        (Reach(ObligationStatus.BREACHED), (DeliveryStatus.SOFT_BOUNCED,), True, Why.SILENT),
    ],
)
def test_the_reason_names_what_stands_in_the_way(
    known: Reach, statuses: tuple[DeliveryStatus, ...], has_contact: bool, why: Why
) -> None:
    assert why_unreached(known, statuses, has_contact=has_contact) is why


def test_deadline_value_and_silence_each_raise_a_task() -> None:
    plain = Pressing(5, Tier.STANDARD, 0.1, 3)
    for heavier in (
        replace(plain, due_in_days=0),
        replace(plain, tier=Tier.KEY),
        replace(plain, revenue_share=0.5),
        replace(plain, silent_days=20),
    ):
        assert weight(heavier) > weight(plain)
    assert weight(Pressing(-3, Tier.LIGHT)) > weight(Pressing(0, Tier.LIGHT)) > 0


def test_what_is_put_off_comes_back_on_its_day() -> None:
    assert is_out_of_sight(FLOOR, MONDAY)
    assert not is_out_of_sight(MONDAY, MONDAY)
    assert not is_out_of_sight(None, MONDAY)


def chain(*bodies: str) -> list[Link]:
    found: list[Link] = []
    for n, body in enumerate(bodies, 1):
        found.append(link(n, body, found[-1].sha if found else ""))
    return found


def test_any_change_of_a_proof_shows() -> None:
    whole = chain(canonical({"b": 1, "a": "Ä"}), "two", "three")
    head = whole[-1].sha
    assert faults(whole, count=3, head=head) == ()
    assert faults(whole[:2], count=3, head=head)
    assert faults([whole[0], replace(whole[1], body="TWO"), whole[2]], count=3, head=head)
    assert faults([whole[1], whole[0], whole[2]], count=3, head=head)
    assert faults(chain("other", "two", "three"), count=3, head=head)


def test_a_value_that_was_not_hashed_shows() -> None:
    right = (digest("salt", "it@acme.example"), "salt", "it@acme.example")
    assert wrong_values([right]) == ()
    assert wrong_values([(right[0], "salt", "someone@else.example")]) == (right[0],)


def test_action_names_are_steps() -> None:
    assert {rung.action for rungs in LADDER.values() for rung in rungs} == set(Action)
