"""Until when may what is in doubt be sent once more under its key?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

KEY_MARGIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A try of which nobody knows whether the message left; `route` is the way by which it then did."""

    started_at: datetime
    route: str


def may_repeat_until(doubts: Sequence[Doubt], *, route: str, window: timedelta | None) -> datetime | None:
    """None: never. The other side sends the same message under the same key once, as long as it remembers it.

    It knows of no key that was given elsewhere: all doubts must be about the very `route` by which it would leave now.
    `window` `timedelta.max` is of channels that end inside the product, where what is in doubt is looked up.
    """
    if window is None or window == timedelta.max or not doubts or any(each.route != route for each in doubts):
        return None
    return min(each.started_at for each in doubts) + window - KEY_MARGIN
