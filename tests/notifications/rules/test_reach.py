"""Reached is proven by silence after acceptance, an opened notice or a call; never by an attempt (A13, G4, G5)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.reach import Contacted, Reach, reach
from notifications.rules.served import SETTLED, Due, all_reached, notice_served, told_on
from notifications.rules.statuses import DeliveryStatus, ObligationStatus
from notifications.rules.valid_end import Proof, Said
from notifications.rules.working_days import MONDAY_TO_FRIDAY

THURSDAY = datetime(2027, 3, 4, 9, tzinfo=UTC)
OFF = date(2027, 6, 1)


def known(*contacts: Contacted, days: int = 0, acknowledged_at: datetime | None = None) -> Reach:
    now = THURSDAY + timedelta(days=days)
    return reach(contacts, acknowledged_at=acknowledged_at, zone="UTC", days=MONDAY_TO_FRIDAY, now=now)


def mail(status: DeliveryStatus = DeliveryStatus.ACCEPTED) -> Contacted:
    return Contacted(Channel.EMAIL, status, THURSDAY)


@pytest.mark.parametrize(("days", "status"), [(4, ObligationStatus.OPEN), (5, ObligationStatus.REACHED)])
def test_accepted_mail_is_proof_after_three_silent_working_days(days: int, status: ObligationStatus) -> None:
    assert known(mail(), days=days).status is status


def test_a_delivery_report_is_proof_at_once() -> None:
    assert known(mail(DeliveryStatus.DELIVERED)).at == THURSDAY


def test_where_the_provider_tells_what_it_delivered_silence_is_no_proof() -> None:
    """For three working days there may be news; without it the letter stays unproven however long."""
    told = Contacted(Channel.EMAIL, DeliveryStatus.ACCEPTED, THURSDAY, is_told=True)
    assert known(told, days=4) == known(mail(), days=4)
    assert known(told, days=90).status is ObligationStatus.OPEN
    assert known(replace(told, status=DeliveryStatus.DELIVERED)).at == THURSDAY


@pytest.mark.parametrize("status", [DeliveryStatus.HARD_BOUNCED, DeliveryStatus.COMPLAINED, DeliveryStatus.SUPPRESSED])
def test_a_bounce_takes_the_proof_back(status: DeliveryStatus) -> None:
    found = known(mail(status), days=30)
    assert found.status is ObligationStatus.OPEN
    assert found.is_dead_end
    assert not found.is_sent


def test_an_unread_line_in_the_product_and_an_open_call_prove_nothing() -> None:
    found = known(
        Contacted(Channel.IN_APP, DeliveryStatus.ACCEPTED, THURSDAY),
        Contacted(Channel.DESK_TASK, DeliveryStatus.ACCEPTED, THURSDAY),
        days=30,
    )
    assert found == Reach(ObligationStatus.OPEN)


@pytest.mark.parametrize("channel", [Channel.IN_APP, Channel.DESK_TASK])
def test_an_opened_notice_or_a_call_proves_it(channel: Channel) -> None:
    found = known(Contacted(channel, DeliveryStatus.ACCEPTED, THURSDAY, confirmed_at=THURSDAY))
    assert (found.status, found.at, found.is_sent) == (ObligationStatus.REACHED, THURSDAY, True)


def test_an_acknowledgement_is_more_than_reached() -> None:
    found = known(mail(), acknowledged_at=THURSDAY, days=10)
    assert (found.status, found.at) == (ObligationStatus.ACKNOWLEDGED, THURSDAY)


def test_doubt_is_said_while_nothing_else_proves_it() -> None:
    assert known(mail(DeliveryStatus.UNCERTAIN)).is_uncertain
    assert not known(mail(DeliveryStatus.UNCERTAIN), mail(), days=10).is_uncertain


def due(notice: NoticeCode, found: Reach, *, day: date = date(2027, 3, 4), off_date: date = OFF) -> Due:
    proofs = (Proof(Said(THURSDAY, off_date), found.at.date()),) if found.at else ()
    return Due(notice, day, found, proofs)


def served(dues: list[Due], earliest: date | None) -> bool | None:
    told = told_on(dues, off_date=OFF, later_at=None)
    return notice_served(dues, off_date=OFF, told=told, earliest=earliest, today=TODAY).value


REACHED = Reach(ObligationStatus.REACHED, THURSDAY, is_sent=True)
SENT = Reach(ObligationStatus.OPEN, None, is_sent=True)
UNSENT = Reach(ObligationStatus.OPEN)
DOUBT = Reach(ObligationStatus.OPEN, None, is_uncertain=True)
DEAD = Reach(ObligationStatus.OPEN, None, is_dead_end=True)
TODAY = date(2027, 5, 31)
LAWFUL = date(2027, 5, 4)


@pytest.mark.parametrize(
    ("found", "earliest", "value"),
    [
        ((), LAWFUL, False),
        (((NoticeCode.SUNSET_ANNOUNCED, REACHED),), LAWFUL, True),
        (((NoticeCode.SUNSET_ANNOUNCED, REACHED),), date(2027, 6, 2), False),
        (((NoticeCode.SUNSET_ANNOUNCED, REACHED),), None, None),
        (((NoticeCode.SUNSET_ANNOUNCED, SENT),), LAWFUL, False),
        (((NoticeCode.SUNSET_ANNOUNCED, REACHED), (NoticeCode.LAST_CALL, SENT)), LAWFUL, True),
        (((NoticeCode.SUNSET_ANNOUNCED, REACHED), (NoticeCode.LAST_CALL, UNSENT)), LAWFUL, False),
        (((NoticeCode.SUNSET_ANNOUNCED, REACHED), (NoticeCode.LAST_CALL, DOUBT)), LAWFUL, None),
    ],
)
def test_served_means_every_due_notice_left_and_the_first_was_proven_early_enough(
    found: tuple[tuple[NoticeCode, Reach], ...], earliest: date | None, value: bool | None
) -> None:
    assert served([due(notice, each) for notice, each in found], earliest) is value


def test_what_is_not_due_yet_is_not_asked_for() -> None:
    dues = [due(NoticeCode.SUNSET_ANNOUNCED, REACHED), due(NoticeCode.LAST_CALL, UNSENT, day=TODAY + timedelta(days=1))]
    assert served(dues, LAWFUL) is True


WAITS = Reach(ObligationStatus.OPEN, None, is_sent=True, waits_until=TODAY + timedelta(days=1))
OVER = Reach(ObligationStatus.OPEN, None, is_sent=True, waits_until=TODAY)
BREACHED = Reach(ObligationStatus.BREACHED, None, is_sent=True)


@pytest.mark.parametrize(("found", "value"), [(REACHED, True), (SENT, False), (DOUBT, None), (DEAD, False)])
def test_reached_tolerates_neither_bounce_nor_doubt(found: Reach, value: bool | None) -> None:
    assert all_reached([due(NoticeCode.SUNSET_ANNOUNCED, found)], today=TODAY).value is value


OTHERS = (NoticeCode.LAST_CALL, NoticeCode.CORRECTION, NoticeCode.SUNSET_ANNOUNCED)


@pytest.mark.parametrize("notice", OTHERS)
@pytest.mark.parametrize(
    ("found", "value"),
    [
        *((Reach(each, THURSDAY, is_sent=True), True) for each in sorted(SETTLED)),
        (SENT, False),
        (UNSENT, False),
        (OVER, False),
        (BREACHED, False),
        (DEAD, False),
        (DOUBT, None),
    ],
)
def test_a_notice_that_is_not_reached_acknowledged_or_waived_closes_the_gate(
    notice: NoticeCode, found: Reach, value: bool | None
) -> None:
    """notices section 2: anything else closes the gate, whatever was reached before it (G5)."""
    dues = [due(NoticeCode.SUNSET_ANNOUNCED, REACHED), due(notice, found, day=TODAY)]
    assert all_reached(dues, today=TODAY).value is value
    assert all_reached(reversed(dues), today=TODAY).value is value


@pytest.mark.parametrize(("notice", "value"), [(each, each is NoticeCode.LAST_CALL) for each in OTHERS])
def test_only_a_last_call_may_wait_for_its_silence(notice: NoticeCode, value: bool) -> None:
    """ADR 0027: it leaves too late for it; and it alone proves nothing."""
    waiting = due(notice, WAITS, day=TODAY)
    assert all_reached([due(NoticeCode.SUNSET_ANNOUNCED, REACHED), waiting], today=TODAY).value is value
    assert all_reached([waiting], today=TODAY).value is False


def test_a_key_account_that_was_reached_and_has_not_answered_closes_the_gate() -> None:
    unread = replace(due(NoticeCode.CORRECTION, REACHED), is_answered=False)
    assert all_reached([due(NoticeCode.SUNSET_ANNOUNCED, REACHED), unread], today=TODAY).value is False


def test_an_acknowledgement_counts_even_before_the_message_is_proven_delivered() -> None:
    found = known(mail(), acknowledged_at=THURSDAY)
    assert (found.status, found.at) == (ObligationStatus.ACKNOWLEDGED, THURSDAY)
