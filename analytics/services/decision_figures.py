"""Which figures of a module does a decision freeze?"""

from datetime import datetime

from analytics.rules.feeds import Feeds
from analytics.rules.module_usage import ModuleUsage
from analytics.rules.use_evidence import users_left
from analytics.services.snapshots import keep_snapshot
from analytics.services.usage import usage
from lifecycle.rules.stakes import Stake, UsageFigures


def decision_figures(*, module_key: str, now: datetime) -> UsageFigures:
    """Up to the last complete day, kept as a snapshot that the decision names. Raises BadInput, unknown module."""
    found = usage(module_key=module_key, now=now)
    snapshot = keep_snapshot(found, now=now)
    return UsageFigures(
        as_of=found.as_of,
        coverage=_coverage(found.feeds),
        snapshot=str(snapshot.uuid),
        users_28=found.users[28],
        users_90=found.users[90],
        accounts_28=found.accounts[28],
        accounts_90=found.accounts[90],
        stakes=_stakes(found),
    )


def _coverage(feeds: Feeds) -> str:
    """How the needed sources delivered, in one word."""
    return feeds.status.value if feeds.sources else "unknown"


def _stakes(found: ModuleUsage) -> tuple[Stake, ...]:
    """Accounts that ever used it and that the directory knows; the directory names them."""
    return tuple(
        Stake(account=each.account, users=users_left(each), events=each.events_90, dependence=each.dependence)
        for each in sorted(found.by_account, key=lambda each: each.account)
        if each.was_ever_used and each.tier is not None
    )
