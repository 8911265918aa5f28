"""Which short outages lie ahead of a customer, in their own time?"""

from dataclasses import dataclass

from lifecycle.api import SunsetPlan, brownouts, words
from portal.views.access import Visitor


@dataclass(frozen=True, slots=True)
class Outage:
    begins: str
    lasts: str


def outages_ahead(plan: SunsetPlan, visitor: Visitor) -> tuple[Outage, ...]:
    """Those that are open or to come and will hit this account; under review there is none."""
    zone = visitor.account.timezone
    found = brownouts.windows_for(plan, visitor.account, now=visitor.now)
    return tuple(
        Outage(words.instant(each.starts_at, zone), words.span(each.ends_at - each.starts_at))
        for each in found
        if not each.outcome and each.ends_at > visitor.now
    )
