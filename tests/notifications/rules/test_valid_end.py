"""The notice period counts from the proof of a text that holds, not of one that another took back (A8, A13, G4)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Spoken, Told
from notifications.rules.reach import Contacted, Reach, proofs
from notifications.rules.served import Due, told_on
from notifications.rules.statuses import DeliveryStatus, ObligationStatus
from notifications.rules.told_first import told_first
from notifications.rules.valid_end import Said
from notifications.rules.working_days import MONDAY_TO_FRIDAY
from tests.notifications.pictures import days_of, picture, planned

OFF, LATER, EARLIER = date(2027, 6, 1), date(2027, 8, 2), date(2027, 5, 3)
MARCH = datetime(2027, 3, 1, 9, tzinfo=UTC)
NOW = MARCH + timedelta(days=80)
ANNOUNCED, CORRECTED = NoticeCode.SUNSET_ANNOUNCED, NoticeCode.CORRECTION

# (what, on which day of March, which end it named, on which day it is proven; None: it came back)
History = tuple[tuple[NoticeCode, int, date | None, int | None], ...]
CASES: list[tuple[History, int | None]] = [
    (((ANNOUNCED, 0, OFF, 0),), 0),
    (((ANNOUNCED, 0, OFF, None),), None),
    (((ANNOUNCED, 0, LATER, 0),), None),
    (((ANNOUNCED, 0, EARLIER, 0),), 0),
    (((ANNOUNCED, 0, LATER, 0), (CORRECTED, 20, OFF, 20)), 20),
    (((ANNOUNCED, 0, EARLIER, 0), (CORRECTED, 20, OFF, 23)), 0),
    # later and back: from the correction that followed, from the day of its proof
    (((ANNOUNCED, 0, OFF, 0), (CORRECTED, 5, LATER, 5), (CORRECTED, 9, OFF, 9)), 9),
    (((ANNOUNCED, 0, OFF, 0), (CORRECTED, 5, LATER, 5), (CORRECTED, 9, OFF, None)), None),
    (((ANNOUNCED, 0, OFF, 0), (CORRECTED, 5, LATER, 5), (CORRECTED, 9, OFF, 60)), 60),
    # what may have been read counts, proven or not
    (((ANNOUNCED, 0, OFF, 0), (CORRECTED, 5, LATER, None), (CORRECTED, 9, OFF, 60)), 60),
    # an old text that is opened late proves nothing of the end that holds
    (((ANNOUNCED, 0, OFF, 30), (CORRECTED, 5, LATER, 5), (CORRECTED, 9, OFF, None)), None),
    # later, and less late: only what followed the latest end counts
    (((ANNOUNCED, 0, OFF, 0), (CORRECTED, 5, LATER, 5), (CORRECTED, 9, EARLIER, 9), (CORRECTED, 12, OFF, 12)), 9),
    (((ANNOUNCED, 0, EARLIER, 0), (CORRECTED, 5, OFF, 5), (CORRECTED, 9, LATER, 9), (CORRECTED, 12, OFF, 40)), 40),
    # a reminder or a last call may take a date back, and is no announcement of one
    (((ANNOUNCED, 0, OFF, 0), (NoticeCode.SUNSET_REMINDER, 5, LATER, 5), (CORRECTED, 9, OFF, 10)), 10),
    (((ANNOUNCED, 0, OFF, 0), (CORRECTED, 5, LATER, 5), (NoticeCode.LAST_CALL, 9, OFF, 9)), None),
    # withdrawn, and announced again
    (((ANNOUNCED, 0, OFF, 0), (NoticeCode.CANCELLED, 5, None, 5)), None),
    (((ANNOUNCED, 0, OFF, 0), (NoticeCode.CANCELLED, 5, None, 5), (ANNOUNCED, 9, OFF, 11)), 11),
]


def at(day: int) -> datetime:
    return MARCH + timedelta(days=day)


def mail(day: int, end: date | None, proven: int | None) -> Contacted:
    status = DeliveryStatus.HARD_BOUNCED if proven is None else DeliveryStatus.ACCEPTED
    return Contacted(Channel.EMAIL, status, at(day), None if proven is None else at(proven), Said(at(day), end))


def due(notice: NoticeCode, *contacts: Contacted, acknowledged: int | None = None) -> Due:
    answer = None if acknowledged is None else at(acknowledged)
    found = proofs(contacts, acknowledged_at=answer, zone="UTC", days=MONDAY_TO_FRIDAY, now=NOW)
    return Due(notice, MARCH.date(), Reach(ObligationStatus.OPEN), found)


def counted_from(history: Iterable[tuple[NoticeCode, int, date | None, int | None]]) -> int | None:
    rows = list(history)
    dues = [due(notice, mail(day, end, proven)) for notice, day, end, proven in rows]
    later = [at(day) for _, day, end, _ in rows if end is None or end > OFF]
    found = told_on(dues, off_date=OFF, later_at=max(later, default=None))
    return None if found is None else (found - MARCH.date()).days


@pytest.mark.parametrize(("history", "day"), CASES)
def test_the_floor_counts_from_the_first_proof_after_the_last_later_end(history: History, day: int | None) -> None:
    """notices section 1: late proof keeps the gate shut; an earlier date restarts the floor at the correction."""
    assert counted_from(history) == day


@pytest.mark.parametrize(("history", "_day"), CASES)
def test_the_planner_takes_back_what_the_gate_takes_back(history: History, _day: int | None) -> None:
    told = tuple(
        Told(notice, "", 1, at(day).date(), at(day), ((MilestoneKind.OFF, end),) if end else ())
        for notice, day, end, _ in history
    )
    found = told_first(picture(AccountPicture("shop", Tier.STANDARD, told=told), off=OFF), ()).get("shop")
    as_if_proven = counted_from((notice, day, end, day) for notice, day, end, _ in history)
    assert found == (None if as_if_proven is None else at(as_if_proven).date())


def test_the_preview_counts_a_call_that_told_a_later_end_as_the_gate_does() -> None:
    """What was said before it holds no longer: the notice begins with the correction that is still to leave."""
    told = Told(ANNOUNCED, "", 1, at(0).date(), at(0), ((MilestoneKind.OFF, OFF),))
    called = Spoken(at(5), ((MilestoneKind.OFF, LATER),))
    shop = AccountPicture("shop", Tier.STANDARD, told=(told,), spoken=(called,))
    plans = planned(picture(shop, off=OFF), at(6))
    (corrected,) = days_of(plans, CORRECTED)
    assert told_first(picture(shop, off=OFF), plans)["shop"] == corrected


TEXTS = st.tuples(
    st.sampled_from([ANNOUNCED, CORRECTED]),
    st.integers(0, 60),
    st.sampled_from([EARLIER, OFF, LATER]),
    st.none() | st.integers(0, 15),
)
HISTORIES = st.lists(TEXTS, max_size=6, unique_by=lambda text: text[1]).map(
    lambda rows: [(notice, day, end, None if wait is None else day + wait) for notice, day, end, wait in rows]
)


@settings(max_examples=50)
@given(HISTORIES)
def test_no_proof_counts_that_a_later_end_followed(history: list[tuple[NoticeCode, int, date, int | None]]) -> None:
    """Whatever moves there were: from the day that counts on, the account heard of nothing later than the end."""
    found = counted_from(history)
    believed = [(day, proven) for _, day, end, proven in history if end <= OFF and proven is not None]
    after = [day for _, day, end, _ in history if end > OFF]
    assert found == min((proven for day, proven in believed if all(day > each for each in after)), default=None)


@settings(max_examples=50)
@given(HISTORIES, st.integers(0, 60))
def test_another_later_end_never_shortens_the_notice(
    history: list[tuple[NoticeCode, int, date, int | None]], day: int
) -> None:
    before, after = counted_from(history), counted_from([*history, (CORRECTED, day, LATER, None)])
    assert after is None or (before is not None and after >= before)


def test_each_contact_of_a_notice_is_proven_for_what_it_was_told() -> None:
    """The mail named June; a call of the same duty, after August had been named, named June again."""
    call = Contacted(Channel.DESK_TASK, DeliveryStatus.ACCEPTED, at(9), at(9), Said(at(9), OFF))
    both = due(ANNOUNCED, mail(0, OFF, 0), call)
    assert told_on([both], off_date=OFF, later_at=at(5)) == at(9).date()
    assert told_on([both], off_date=OFF, later_at=None) == at(0).date()
    assert told_on([both], off_date=OFF, later_at=at(10)) is None


def test_an_answer_counts_for_the_oldest_text_and_the_latest_end_that_it_may_mean() -> None:
    answered = due(CORRECTED, mail(5, OFF, None), acknowledged=6)
    assert told_on([answered], off_date=OFF, later_at=None) == at(6).date()
    assert told_on([answered], off_date=OFF, later_at=at(5)) is None
    mixed = due(CORRECTED, mail(5, OFF, None), mail(4, LATER, None), acknowledged=6)
    assert told_on([mixed], off_date=OFF, later_at=None) is None


def test_a_call_whose_script_named_no_end_is_about_the_texts_of_its_notice() -> None:
    call = Contacted(Channel.DESK_TASK, DeliveryStatus.ACCEPTED, at(60), at(60))
    assert told_on([due(CORRECTED, mail(9, OFF, None), call)], off_date=OFF, later_at=at(5)) == at(60).date()
    assert told_on([due(CORRECTED, mail(4, LATER, None), call)], off_date=OFF, later_at=None) is None
    assert told_on([due(CORRECTED, call)], off_date=OFF, later_at=None) is None
