"""Does an account still use a module, and how sure is that?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.rules.rhythm import LEARNT_OVER, Rhythm, learn_rhythm, next_expected
from analytics.rules.trend import theil_sen

RECENT = 28
STEEP = -0.2  # a month, of the level
WEEKS_PER_MONTH = 365.2425 / 12 / 7
PATIENCE = 1.5


class UseVerdict(StrEnum):
    """In the order in which they are tried."""

    UNKNOWN = "unknown"
    ACTIVE = "active"
    FADING = "fading"
    RARE = "rare"
    UNUSED = "unused"

    @property
    def label(self) -> str:
        return self.value.capitalize()


AT_RISK = frozenset({UseVerdict.ACTIVE, UseVerdict.FADING, UseVerdict.RARE})


@dataclass(frozen=True, slots=True)
class UsePicture:
    """What is known of one account and module at `as_of`, in days of the account's zone.

    `history_days`: days of activity on record from the needed sources, up to `as_of` inclusive.
    `account_since`: the account's first activity in any module. `weekly_users`: complete weeks, oldest first.
    """

    as_of: date
    is_covered: bool
    history_days: int
    account_since: date | None
    use_days: Sequence[date]
    users_28: int
    users_28_before: int
    weekly_users: Sequence[int]


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: UseVerdict
    why: str
    next_expected_date: date | None = None


def judge_use(picture: UsePicture) -> Judgement:
    """First that fits (usage, section 2). Unknown is never taken for absence."""
    rhythm = learn_rhythm(picture.use_days)
    if not picture.is_covered:
        return Judgement(UseVerdict.UNKNOWN, "a source delivered less than 95 % of what is expected in the window")
    if _is_new(picture):
        return _judge_new(picture)
    if rhythm.usual_gap is not None and picture.history_days < 2 * rhythm.usual_gap:
        return Judgement(
            UseVerdict.UNKNOWN,
            f"the history of {picture.history_days} days is shorter than twice its usual gap of {rhythm.usual_gap}",
        )
    if not picture.use_days:
        return Judgement(UseVerdict.UNUSED, f"no use in {picture.history_days} days of history")
    silence = (picture.as_of - picture.use_days[-1]).days
    return _judge_used(picture) if silence < RECENT else _judge_silent(picture, rhythm, silence)


def _is_new(picture: UsePicture) -> bool:
    since = picture.account_since
    return picture.history_days < RECENT if since is None else (picture.as_of - since).days < RECENT


def _judge_new(picture: UsePicture) -> Judgement:
    if picture.use_days:
        return Judgement(UseVerdict.ACTIVE, f"new, and used it last on {picture.use_days[-1]:%Y-%m-%d}")
    return Judgement(UseVerdict.UNKNOWN, "seen for less than 28 days and not yet using it")


def _judge_used(picture: UsePicture) -> Judgement:
    last = f"last use on {picture.use_days[-1]:%Y-%m-%d}"
    now, before = picture.users_28, picture.users_28_before
    if now * 2 < before:
        return Judgement(UseVerdict.FADING, f"{last}; {now} users in 28 days after {before} in the 28 before")
    slope = theil_sen(picture.weekly_users)
    level = sum(picture.weekly_users) / len(picture.weekly_users) if picture.weekly_users else 0.0
    if slope is not None and level and slope * WEEKS_PER_MONTH / level < STEEP:
        monthly = round(-100 * slope * WEEKS_PER_MONTH / level)
        return Judgement(UseVerdict.FADING, f"{last}; weekly users fall by {monthly} % of their level a month")
    return Judgement(UseVerdict.ACTIVE, last)


def _judge_silent(picture: UsePicture, rhythm: Rhythm, silence: int) -> Judgement:
    silent = f"silent for {silence} days, last use on {picture.use_days[-1]:%Y-%m-%d}"
    if picture.history_days < LEARNT_OVER:
        return _judge_short(picture, rhythm, silence, silent)
    gap = rhythm.usual_gap
    if gap is not None and silence < PATIENCE * gap:
        due = next_expected(picture.use_days[-1], gap)
        return Judgement(UseVerdict.RARE, f"{silent}; it usually pauses up to {gap} days", due)
    usual = "with no repeated pause to learn from" if gap is None else f"beyond 1.5 times its usual gap of {gap}"
    return Judgement(UseVerdict.UNUSED, f"{silent}, {usual}")


def _judge_short(picture: UsePicture, rhythm: Rhythm, silence: int, silent: str) -> Judgement:
    """Before 400 days no rhythm is learnt: believed is only a silence beyond anything seen between uses."""
    longest = rhythm.longest_gap
    if rhythm.use_days >= 3 and longest is not None and silence > PATIENCE * longest:
        return Judgement(UseVerdict.UNUSED, f"{silent}, beyond 1.5 times its longest gap of {longest}")
    return Judgement(
        UseVerdict.UNKNOWN, f"{silent}; {picture.history_days} days of history are too few to tell rare from unused"
    )
