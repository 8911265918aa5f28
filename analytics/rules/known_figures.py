"""Which counted figures may be told, and which are unknown rather than zero?"""

from analytics.rules.feeds import Feeds
from analytics.rules.measures import AccountFacts
from analytics.rules.trend import relative_change
from analytics.rules.window_coverage import WINDOW


def known_count(count: int, is_counted: bool) -> int | None:
    """A count of zero is only believed where the sources delivered, in the whole window."""
    return count if count or is_counted else None


def known_change(facts: AccountFacts, feeds: Feeds) -> float | None:
    """Users of 28 days against the 28 before, of both of which something must be known."""
    if not feeds.is_covered() or feeds.history_days < 2 * WINDOW:
        return None
    return relative_change(facts.users_28, facts.users_28_before)


def known_dependence(facts: AccountFacts, feeds: Feeds) -> float | None:
    """The share 0…1 of all the account's events in 90 days."""
    if not facts.events_all_90 or not (facts.events_90 or feeds.is_counted(90)):
        return None
    return facts.events_90 / facts.events_all_90
