"""When does a mailing wait for its first letters, when does it stop by itself, and when may the rest leave?"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CANARY_SHARE, CANARY_LEAST, CANARY_MOST = 0.02, 20, 200
CANARY_FROM = 200  # deliveries; smaller mailings leave at once
CANARY_FOR = timedelta(minutes=60)
CANARY_AT_MOST = timedelta(days=1)
# Shares of the letters tried, from how many bad outcomes on they count when nothing was held back for a canary.
MOST_HARD_BOUNCED, MOST_COMPLAINED, MOST_UNCERTAIN = 0.02, 0.001, 0.01
LEAST_BAD = 3
EVENTS_FROM = 20  # accepted letters of which a provider with events must have told something


class RunStatus(StrEnum):
    CANARY = "canary"
    RUNNING = "running"
    HALTED = "halted"


class HaltReason(StrEnum):
    """Why a mailing stopped; `by_person` is somebody's decision."""

    HARD_BOUNCES = "hard_bounces"
    COMPLAINTS = "complaints"
    UNCERTAIN = "uncertain"
    RENDER_ERROR = "render_error"
    CONFIGURATION = "configuration"
    NO_EVENTS = "no_events"
    BY_PERSON = "by_person"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of a mailing's letters so far; `first_accepted_at` None: none was taken over yet."""

    tried: int = 0
    hard_bounced: int = 0
    complained: int = 0
    uncertain: int = 0
    accepted: int = 0
    first_accepted_at: datetime | None = None
    render_errors: int = 0
    configuration: str = ""
    events: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that could be among the first; `due` orders, a lower one first."""

    account: int
    locale: str
    mailbox: str
    due: datetime
    is_key: bool


def canary_size(deliveries: int) -> int:
    """None for small mailings, else two in a hundred, at least 20 and at most 200."""
    if deliveries < CANARY_FROM:
        return 0
    return min(CANARY_MOST, max(CANARY_LEAST, math.ceil(deliveries * CANARY_SHARE)))


def choose_canary(candidates: Iterable[Candidate], size: int) -> frozenset[int]:
    """The first of every language, then of every mailbox provider, then whoever is due first; no key account.

    Pass providers as `mailbox` only where they are big: every other domain shares the empty name.
    """
    ordered = sorted((each for each in candidates if not each.is_key), key=lambda each: (each.due, each.account))
    chosen: dict[int, None] = {}
    for named in (lambda each: each.locale, lambda each: each.mailbox, lambda each: str(each.account)):
        seen: set[str] = set()
        for each in ordered:
            if len(chosen) >= size:
                break
            if named(each) not in seen:
                seen.add(named(each))
                chosen.setdefault(each.account)
    return frozenset(chosen)


def halt_reason(
    found: Outcomes, *, is_canary: bool, expects_events: bool, now: datetime, is_first: bool = False
) -> HaltReason | None:
    """Whether the mailing must stop. In a canary one bad letter is enough where its share is over the limit.

    `is_first`: there is no canary, and nothing has been sent yet.
    """
    if found.configuration:
        return HaltReason.CONFIGURATION
    if (is_canary or is_first) and found.render_errors:
        return HaltReason.RENDER_ERROR
    least = 1 if is_canary else LEAST_BAD
    for count, limit, reason in (
        (found.hard_bounced, MOST_HARD_BOUNCED, HaltReason.HARD_BOUNCES),
        (found.complained, MOST_COMPLAINED, HaltReason.COMPLAINTS),
        (found.uncertain, MOST_UNCERTAIN, HaltReason.UNCERTAIN),
    ):
        if count >= least and count > limit * found.tried:
            return reason
    silent = found.accepted >= EVENTS_FROM and not found.events and found.first_accepted_at is not None
    if expects_events and silent and found.first_accepted_at and now - found.first_accepted_at >= CANARY_FOR:
        return HaltReason.NO_EVENTS
    return None


def locales_let_go(accepted: Mapping[str, datetime], *, now: datetime) -> frozenset[str]:
    """Languages whose first letter was taken over an hour ago; with none in a language any language speaks for it."""
    return frozenset(locale for locale, at in accepted.items() if now - at >= CANARY_FOR)


def canary_is_over(*, first_accepted_at: datetime | None, last_turn: datetime | None, now: datetime) -> bool:
    """A day after the first letter was taken over and the last had its turn; never while none was: nights, weekends
    and a provider that is away prove nothing."""
    if first_accepted_at is None:
        return False
    return now - max(first_accepted_at, last_turn or first_accepted_at) >= CANARY_AT_MOST
