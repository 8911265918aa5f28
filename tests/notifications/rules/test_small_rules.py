"""Statuses, ladders, addresses, stages and pauses: the small tables are whole and say what they should (A13, S13)."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.rules.addresses import address_norm, header_text, is_address
from notifications.rules.backoff import LEASE_FOR, SEND_TIMEOUT_S, may_still_send, retry_at
from notifications.rules.ladder import ROLES_IN_ORDER, Reachable, first_contacts, next_contact
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.parts import REQUIRED
from notifications.rules.release import ALLOWED, may_release
from notifications.rules.statuses import NEXT, RANKS, DeliveryStatus, raised

NOW = datetime(2027, 3, 4, 9, tzinfo=UTC)


def test_tables_over_an_enum_have_all_its_members() -> None:
    assert set(NEXT) == set(DeliveryStatus)
    assert set(ALLOWED) == set(REQUIRED) == set(NoticeCode)
    assert all(code.label for code in NoticeCode)
    assert all(channel.label for channel in Channel)


def test_events_in_any_order_end_in_the_same_status() -> None:
    for order in permutations(RANKS):
        status = DeliveryStatus.SENDING
        for event in order:
            status = raised(status, event)
        assert status is DeliveryStatus.COMPLAINED


@pytest.mark.parametrize(("notice", "stage"), [(notice, stage) for notice in NoticeCode for stage in Stage])
def test_nobody_hears_of_an_undecided_plan_or_of_an_end_that_has_not_come(notice: NoticeCode, stage: Stage) -> None:
    may = bool(may_release(notice, stage))
    if stage in {Stage.DRAFT, Stage.ASSESSING, Stage.DECIDED, Stage.CLOSED}:
        assert not may
    if stage in {Stage.CANCELLED, Stage.ROLLED_BACK}:
        assert may == (notice is NoticeCode.CANCELLED)
    if notice in {NoticeCode.SWITCHED_OFF, NoticeCode.AFTER}:
        assert may == (stage in {Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED})
    if stage is Stage.PAUSED:
        assert may == (notice is NoticeCode.CORRECTION)


def person(number: int, role: str) -> Reachable:
    return Reachable(number, role, f"p{number}@x.example")


def test_the_ladder_goes_from_administrator_to_whoever_is_left() -> None:
    people = [person(number, role) for number, role in enumerate(reversed(ROLES_IN_ORDER))]
    tried: frozenset[str] = frozenset()
    seen = []
    while found := next_contact(people, tried=tried):
        seen.append(found.role)
        tried |= {found.address_norm}
    assert tuple(seen) == ROLES_IN_ORDER


def test_every_administrator_of_a_key_account_is_told_and_one_person_of_the_others() -> None:
    people = [person(1, "user"), person(2, "admin"), person(3, "admin")]
    assert [each.id for each in first_contacts(people, Tier.KEY)] == [2, 3]
    assert [each.id for each in first_contacts(people, Tier.STANDARD)] == [2]
    assert first_contacts([], Tier.KEY) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann@Example.com", "ann@example.com"),
        ("ann+news@example.com", "ann@example.com"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ａnn@example.com", "ann@example.com"),
        ("ann@example.com.", "ann@example.com"),
    ],
)
def test_two_spellings_of_one_mailbox_are_one(one: str, other: str) -> None:
    assert address_norm(one) == address_norm(other)


@pytest.mark.parametrize(
    "address",
    [
        *("", "a", "a@", "@x.example", "a@b@c", "a b@x.example", "<a@x.example>", "a" * 250 + "@x.example"),
        *("a@x.example, b@x.example", "a@x.example\r\nBcc: b@x"),
    ],
)
def test_what_is_not_one_mailbox_never_stands_in_a_header(address: str) -> None:
    assert not is_address(address)


@given(st.text())
def test_header_text_holds_no_line_break_and_no_direction_mark(text: str) -> None:
    made = header_text(text)
    assert not set(made) & set("\r\n\x00\u202e\u2066\u2028")
    assert len(made) <= 200


def test_pauses_double_up_to_an_hour_and_a_server_may_ask_for_more() -> None:
    waits = [retry_at(NOW, failures=n) - NOW for n in range(8)]
    assert waits == [timedelta(minutes=m) for m in (1, 2, 4, 8, 16, 32, 60, 60)]
    assert retry_at(NOW, failures=0, asked_for_s=7200) == NOW + timedelta(hours=2)
    assert retry_at(NOW, failures=0, asked_for_s=10**9) == NOW + timedelta(days=1)


def test_a_send_begins_only_while_its_whole_timeout_fits_into_the_lease() -> None:
    assert LEASE_FOR.total_seconds() > SEND_TIMEOUT_S + 1
    assert may_still_send(lease_left_s=11.0)
    assert not may_still_send(lease_left_s=10.9)
