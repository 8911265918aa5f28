"""Which facts do the figures of a module put on record for its plan?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from analytics.rules.account_usage import AccountUsage
from analytics.rules.coverage import DayCoverage, FeedStatus
from analytics.rules.module_usage import ModuleUsage
from analytics.rules.rhythm import SEASON
from analytics.rules.source_figures import SourceFigures
from analytics.rules.use_reasons import Why
from analytics.rules.use_verdict import AT_RISK, RECENT, UseVerdict
from lifecycle.rules.gates import Fact

ALIVE_WITHIN = timedelta(hours=24)
SAY_AGAIN_AFTER = timedelta(hours=6)  # well before a fact of a day's freshness turns stale
SOURCE = "analytics"
LEAST, MOST = 0.3, 3.0  # of the same weekday's median
MEASURABLE = 20  # events a day
USE_CRITERIA = ("activity_alive", "usage_below")
SETTLED = 7  # days
AGREE = 2.0  # the most of them against the least, each in shares of its weekday's usual
SEE_WHY = (
    "look for events lost or sent twice; a rise that is real is believed after seven such days,"
    " or at once when the least of a day is declared (usage feeds --declare)"
)
NAME_IT = "correct the key at its source, or put the account into the directory"


@dataclass(frozen=True, slots=True)
class UseFact:
    """`account` empty: of the plan as a whole. `value` None: unknown."""

    criterion: str
    account: str
    value: int | bool | None
    as_of: datetime
    detail: str


def use_facts(usage: ModuleUsage, *, last_event_at: datetime | None, now: datetime) -> tuple[UseFact, ...]:
    """Is activity alive, and how many still use it, for every account of the directory that ever did.

    `last_event_at`: of the needed sources, also after the figures' last complete day.
    """
    closed_at = datetime.combine(usage.as_of + timedelta(days=1), time(), tzinfo=UTC)
    return (
        _alive(usage, last_event_at, now=now),
        *(
            UseFact("usage_below", each.account, users_left(each), min(closed_at, now), f"{each.verdict}: {each.why}")
            for each in sorted(usage.by_account, key=lambda each: each.account)
            if each.was_ever_used and each.tier is not None
        ),
    )


def users_left(account: AccountUsage) -> int | None:
    """Whoever comes back every quarter is a user in the months between, too; silence that proves nothing is unknown."""
    if account.verdict is UseVerdict.UNKNOWN:
        return None
    if account.verdict is UseVerdict.RARE:
        return max(account.users_90 or 0, 1)
    return account.users_28


def is_news(fact: UseFact, known: Mapping[tuple[str, str], Fact]) -> bool:
    """Not what is on record already and still fresh."""
    before = known.get((fact.criterion, fact.account))
    return before is None or before.value != fact.value or fact.as_of - before.as_of >= SAY_AGAIN_AFTER


def is_unusual(source: SourceFigures, day: date) -> bool:
    """Did its last complete day bring less than 30 or more than 300 % of what that weekday usually brings (G3, N4)?

    A declared least is judged by the feed's own days: it names no most. Of a few events a day chance alone makes
    three times as many. As much as that weekday brought before, as at a month's end, is no fault, and neither is a
    level that a week has kept.
    """
    if source.heartbeat or not source.days or source.days[-1].date != day:
        return False
    last = source.days[-1]
    if last.expected is None or last.expected < MEASURABLE or LEAST <= last.received / last.expected <= MOST:
        return False
    is_rise = last.received > last.expected
    return not (is_rise and (last.received <= last.largest or _is_settled(source.days[-SETTLED:])))


def _is_settled(days: Sequence[DayCoverage]) -> bool:
    """Do they agree on a level, whatever it is? A spike, or a week with a day that failed, is none."""
    shares = [day.received / day.expected for day in days if day.expected and day.status is FeedStatus.OK]
    return len(shares) == SETTLED and max(shares) <= AGREE * min(shares)


def _unusual_day(source: str, day: DayCoverage) -> str:
    return f"{source} {day.received} events on {day.date}, usual are {day.expected:g}"


def _may_use(stranger: AccountUsage, as_of: date) -> bool:
    """Does an account that nobody can name use it still, or may it come back?

    What came for a season only shows no rhythm: a key that was misspelled once would hold a whole plan up for more than
    a year, and nobody can tell whom to ask. Of an account with a name it stays unknown.
    """
    if stranger.verdict in AT_RISK or stranger.reason.key is Why.FLOOD_OPEN:
        return True
    if stranger.verdict is UseVerdict.UNUSED or stranger.first_at is None or stranger.last_at is None:
        return False
    first, last = stranger.first_at.date(), stranger.last_at.date()
    return (as_of - last).days < RECENT or (last - first).days >= SEASON


def _alive(usage: ModuleUsage, last: datetime | None, *, now: datetime) -> UseFact:
    """True or unknown: a silent feed says nothing, and neither do accounts that nobody can name (N14)."""
    strangers = [each.account for each in usage.by_account if each.tier is None and _may_use(each, usage.as_of)]
    sources = usage.feeds.sources
    if usage.feeds.status is not FeedStatus.OK:
        worst = ", ".join(f"{each.source} {each.coverage.status}" for each in sources) or "no source delivers"
        return UseFact("activity_alive", "", None, now, f"sources: {worst}")
    if last is None or now - last > ALIVE_WITHIN:
        return UseFact("activity_alive", "", None, now, f"last event {last:%Y-%m-%d %H:%M} UTC" if last else "no event")
    if unusual := [each for each in sources if is_unusual(each, usage.as_of)]:
        said = ", ".join(_unusual_day(each.source, each.days[-1]) for each in unusual[:3])
        return UseFact("activity_alive", "", None, now, f"volume beyond 30 to 300 % of the usual: {said}; {SEE_WHY}")
    if strangers:
        said = f"used by accounts that the directory does not know: {', '.join(strangers[:5])}; {NAME_IT}"
        return UseFact("activity_alive", "", None, now, said)
    return UseFact("activity_alive", "", True, now, f"last event {last:%Y-%m-%d %H:%M} UTC")
