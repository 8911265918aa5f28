"""Does a second person's yes still cover what is about to be said, and to whom?"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.rules.addresses import address_norm
from notifications.rules.notice_codes import NoticeCode

GROWTH_LEAST, GROWTH_SHARE = 5, 0.02
# Whoever holds a wrong date must hear the right one at once: these say what a person already decided on record.
OWED_AT_ONCE = frozenset({NoticeCode.CORRECTION, NoticeCode.CANCELLED})
ASKED_FOR = tuple(code for code in NoticeCode if code not in OWED_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Hashes:
    """What a yes is bound to: the plan as customers hear it, the words, and who would be told."""

    plan: str
    content: str
    audience: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Accounts that came after the audience was frozen; `approved` is how many there were then."""

    approved: int
    accounts: tuple[str, ...] = ()
    key_accounts: tuple[str, ...] = ()


def growth_allowed(approved: int) -> int:
    """Five accounts or two in a hundred, whichever is more."""
    return max(GROWTH_LEAST, math.floor(approved * GROWTH_SHARE))


def drift(notice: NoticeCode, approved: Hashes, now: Hashes, joined: Joined, *, by: str) -> Verdict:
    """What voids an approval: any changed character, one more key account, or too many new accounts."""
    found = Verdict()
    if approved.plan != now.plan:
        found += blocked("notice_plan_changed", Reason.STALE, what=notice.label, by=by)
    if approved.content != now.content:
        found += blocked("notice_words_changed", Reason.STALE, what=notice.label, by=by)
    for account in joined.key_accounts:
        found += blocked("notice_key_joined", Reason.BROKEN_RULE, subject=account, what=notice.label)
    limit = growth_allowed(joined.approved)
    if len(joined.accounts) > limit:
        count = len(joined.accounts)
        found += blocked("notice_grew", Reason.BROKEN_RULE, what=notice.label, count=count, limit=limit)
    return found


def may_approve(
    notice: NoticeCode, *, asked: Iterable[str], answers: Iterable[str], seen: Hashes, now: Hashes
) -> Verdict:
    """`asked`, `answers`: the names of one person each, identity and addresses. One in common: the same person."""
    found = Verdict()
    if _names(asked) & _names(answers):
        found += blocked("notice_requester", Reason.WRONG_PERSON)
    if seen != now:
        found += blocked("notice_changed", Reason.STALE, what=notice.label)
    return found


def _names(of: Iterable[str]) -> frozenset[str]:
    return frozenset(address_norm(each) if "@" in each else each for each in of if each)
