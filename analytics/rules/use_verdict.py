"""Does an account still use a module, and how sure is that?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.rules.rhythm import A_YEAR_BACK, LEARNT_OVER, Rhythm, learn_rhythm, next_expected
from analytics.rules.trend import theil_sen
from analytics.rules.use_picture import UsePicture
from analytics.rules.use_reasons import Why

RECENT = 28
STEEP = -0.2  # a month, of the level
WEEKS_PER_MONTH = 365.2425 / 12 / 7
PATIENCE = 1.5
UNSEEN_AT_MOST = 0.05  # of a silence


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
class Judgement:
    """`figures` are those of the reason's sentence."""

    verdict: UseVerdict
    why: Why
    figures: tuple[tuple[str, int], ...] = ()
    next_expected_date: date | None = None


def judge_use(picture: UsePicture) -> Judgement:
    """First that fits (usage, section 2). Unknown is never taken for absence."""
    if not picture.is_covered:
        return _found(UseVerdict.UNKNOWN, Why.FEED_THIN)
    if _is_recent(picture.flood_date, picture.as_of) and not _is_recent(_last(picture), picture.as_of):
        return _found(UseVerdict.UNKNOWN, Why.FLOOD_OPEN)
    if _is_new(picture):
        return _judge_new(picture)
    rhythm, history = learn_rhythm(picture.use_days), picture.history_days
    if rhythm.usual_gap is not None and history < 2 * rhythm.usual_gap:
        return _found(UseVerdict.UNKNOWN, Why.HISTORY_SHORT, history=history, gap=rhythm.usual_gap)
    if not picture.use_days:
        return _found(UseVerdict.UNUSED, Why.NEVER_USED, history=history)
    silence = (picture.as_of - picture.use_days[-1]).days
    return _judge_used(picture) if silence < RECENT else _judge_silent(picture, rhythm, silence)


def _found(verdict: UseVerdict, why: Why, **figures: int) -> Judgement:
    return Judgement(verdict, why, tuple(figures.items()))


def _last(picture: UsePicture) -> date | None:
    return picture.use_days[-1] if picture.use_days else None


def _is_recent(day: date | None, as_of: date) -> bool:
    return day is not None and (as_of - day).days < RECENT


def _is_new(picture: UsePicture) -> bool:
    """There for less than 28 days, or not in the first 28 days of the feeds, which say nothing of it yet."""
    is_young = _is_recent(picture.account_since, picture.as_of)
    return is_young or (not picture.use_days and picture.history_days < RECENT)


def _judge_new(picture: UsePicture) -> Judgement:
    has_used = bool(picture.use_days)
    return _found(UseVerdict.ACTIVE, Why.NEW_USED) if has_used else _found(UseVerdict.UNKNOWN, Why.NEW_IDLE)


def _judge_used(picture: UsePicture) -> Judgement:
    now, before = picture.users_28, picture.users_28_before
    if now * 2 < before:
        return _found(UseVerdict.FADING, Why.FEWER_USERS, now=now, before=before)
    slope = theil_sen(picture.weekly_users)
    level = sum(picture.weekly_users) / len(picture.weekly_users) if picture.weekly_users else 0.0
    if slope is not None and level and slope * WEEKS_PER_MONTH / level < STEEP:
        return _found(UseVerdict.FADING, Why.FALLING, percent=round(-100 * slope * WEEKS_PER_MONTH / level))
    return _found(UseVerdict.ACTIVE, Why.USED)


def _judge_silent(picture: UsePicture, rhythm: Rhythm, silence: int) -> Judgement:
    if picture.unseen_days > UNSEEN_AT_MOST * silence:
        return _found(UseVerdict.UNKNOWN, Why.SILENCE_UNSEEN, silence=silence, unseen=picture.unseen_days)
    watched, gap = picture.watched_days, rhythm.usual_gap
    if (
        rhythm.is_one_season
        and watched < silence + rhythm.span + A_YEAR_BACK[-1]
        and silence < PATIENCE * A_YEAR_BACK[-1]
    ):
        return _found(UseVerdict.UNKNOWN, Why.ONE_SEASON, silence=silence, span=rhythm.span, history=watched)
    if watched < LEARNT_OVER:
        return _judge_short(rhythm, silence, watched)
    if gap is not None and silence < PATIENCE * gap:
        due = next_expected(picture.use_days[-1], gap)
        return Judgement(UseVerdict.RARE, Why.PAUSE_USUAL, (("silence", silence), ("gap", gap)), due)
    return _judge_beyond(rhythm, silence)


def _judge_beyond(rhythm: Rhythm, silence: int) -> Judgement:
    """A pause that was made once may be made again: a quarter's user has shown one only, in its second quarter."""
    once = min(rhythm.longest_gap or 0, A_YEAR_BACK[-1])
    if silence < PATIENCE * once:
        return _found(UseVerdict.UNKNOWN, Why.PAUSE_ONCE, silence=silence, gap=rhythm.longest_gap or 0)
    if rhythm.usual_gap is None:
        return _found(UseVerdict.UNUSED, Why.NO_PAUSE_LEARNT, silence=silence)
    return _found(UseVerdict.UNUSED, Why.BEYOND_USUAL, silence=silence, gap=rhythm.usual_gap)


def _judge_short(rhythm: Rhythm, silence: int, history: int) -> Judgement:
    """Before 400 days no rhythm is learnt: believed is only a silence beyond anything seen between uses."""
    longest = rhythm.longest_gap
    if rhythm.use_days >= 3 and longest is not None and silence > PATIENCE * longest:
        return _found(UseVerdict.UNUSED, Why.BEYOND_LONGEST, silence=silence, gap=longest)
    return _found(UseVerdict.UNKNOWN, Why.TOO_FEW_DAYS, silence=silence, history=history)
