"""Is somebody silent for so long that the module is really done for them?"""

from dataclasses import dataclass
from datetime import date

from analytics.rules.feeds import Feeds
from analytics.rules.rhythm import A_YEAR_BACK, learn_rhythm
from analytics.rules.use_picture import UsePicture
from analytics.rules.use_verdict import PATIENCE, UNSEEN_AT_MOST, UseVerdict, judge_use
from lifecycle.rules.affected import SubjectKind

BEYOND_ANY_RHYTHM = PATIENCE * A_YEAR_BACK[-1]  # days; nobody is given time for more than a year's pause


@dataclass(frozen=True, slots=True)
class Asked:
    """A candidate: `last_date` is its last use on record, a UTC day."""

    number: int
    account: str
    kind: SubjectKind
    key: str
    last_date: date

    @property
    def is_user(self) -> bool:
        return self.kind is SubjectKind.USER


@dataclass(frozen=True, slots=True)
class SubjectDays:
    """Sorted use days. `kept_since`: from when on they can be told; None where that is the feeds' whole history."""

    days: tuple[date, ...] = ()
    kept_since: date | None = None


@dataclass(frozen=True, slots=True)
class AccountDays:
    """Sorted use days of the account, and its first day with any activity."""

    days: tuple[date, ...]
    since: date


def is_silent(asked: Asked, own: SubjectDays, account: AccountDays | None, *, feeds: Feeds) -> bool:
    """Silent beyond its own rhythm, and its account's, in feeds that delivered. What is not known is not silence.

    Stricter than the verdict on an account: a pause that its account makes may be its own, too.
    """
    silence = (feeds.as_of - asked.last_date).days
    unseen = feeds.gaps_after(asked.last_date)
    if account is None or not feeds.is_covered() or (own.days and own.days[-1] > asked.last_date):
        return False
    if not own.days or own.days[-1] < asked.last_date:  # its use was before what is kept, or counts no more
        return silence > BEYOND_ANY_RHYTHM and unseen <= UNSEEN_AT_MOST * silence
    history = feeds.history_days
    if own.kept_since is not None:
        history = min(history, (feeds.as_of - own.kept_since).days + 1)
    picture = UsePicture(
        as_of=feeds.as_of,
        is_covered=True,
        history_days=history,
        account_since=account.since,
        use_days=own.days,
        users_28=0,
        users_28_before=0,
        weekly_users=(),
        unseen_days=unseen,
    )
    return judge_use(picture).verdict is UseVerdict.UNUSED and silence >= PATIENCE * _longest_pause(own, account)


def _longest_pause(own: SubjectDays, account: AccountDays) -> int:
    return max(learn_rhythm(own.days).longest_gap or 0, learn_rhythm(account.days).usual_gap or 0)
