"""What is known of somebody who still uses a module after its end?"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LateUse:
    """`caller` is the client or integration that the feed named, empty when it named none."""

    account: str
    user: str
    caller: str
    count: int
    first_at: datetime
    last_at: datetime
