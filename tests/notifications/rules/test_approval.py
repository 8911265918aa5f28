"""Does a second person's yes end with any change, and is one person with two logins one person (A8, A11)?"""

import pytest

from notifications.rules.approval import ASKED_FOR, Hashes, Joined, drift, growth_allowed, may_approve
from notifications.rules.notice_codes import NoticeCode

CODE = NoticeCode.SUNSET_ANNOUNCED
SEEN = Hashes("plan", "words", "people")
NOBODY = Joined(approved=100)


def kinds(verdict: object) -> list[str]:
    return [each.criterion for each in verdict.blockers]  # type: ignore[attr-defined]  # a Verdict


def test_what_did_not_change_keeps_its_approval() -> None:
    assert drift(CODE, SEEN, SEEN, NOBODY, by="Lea")


@pytest.mark.parametrize(
    ("now", "joined", "why"),
    [
        (Hashes("moved", "words", "people"), NOBODY, "notice_plan_changed"),
        (Hashes("plan", "words,", "people"), NOBODY, "notice_words_changed"),
        (SEEN, Joined(100, ("acme",), ("acme",)), "notice_key_joined"),
        (SEEN, Joined(100, tuple("abcdef")), "notice_grew"),
    ],
)
def test_any_character_a_key_account_or_too_many_new_ones_void_it(now: Hashes, joined: Joined, why: str) -> None:
    """notices case 22"""
    assert kinds(drift(CODE, SEEN, now, joined, by="Lea")) == [why]


def test_five_accounts_or_two_in_a_hundred_may_join() -> None:
    """notices case 22"""
    assert [growth_allowed(count) for count in (0, 100, 250, 300, 10_000)] == [5, 5, 5, 6, 200]
    assert drift(CODE, SEEN, SEEN, Joined(100, tuple("abcde")), by="Lea")


def test_whoever_asked_cannot_say_yes_under_another_login() -> None:
    """notices case 22"""
    asked = {"id-1", "Paul.Q@Example.com"}
    assert may_approve(CODE, asked=asked, answers={"id-2", "lea@example.com"}, seen=SEEN, now=SEEN)
    for same in ({"id-1"}, {"id-3", "paul.q+two@example.COM"}):
        assert kinds(may_approve(CODE, asked=asked, answers=same, seen=SEEN, now=SEEN)) == ["notice_requester"]


def test_nobody_says_yes_to_what_they_did_not_see() -> None:
    changed = Hashes("plan", "other words", "people")
    assert kinds(may_approve(CODE, asked={"a"}, answers={"b"}, seen=SEEN, now=changed)) == ["notice_changed"]


def test_corrections_wait_for_nobody() -> None:
    assert set(NoticeCode) - set(ASKED_FOR) == {NoticeCode.CORRECTION, NoticeCode.CANCELLED}
