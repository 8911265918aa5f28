"""What must be known of an account and a module, before its use can be judged?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UsePicture:
    """What is known of one account and module at `as_of`, in days of the account's zone.

    `history_days`: days of activity on record from the needed sources, up to `as_of` inclusive. `account_since`:
    the account's first activity in any module; of one without, when the directory first named it. `weekly_users`:
    complete weeks, oldest first. `unseen_days`: days since the last use on which a source did not deliver.
    `flood_date`: the last use by somebody who floods and of whom nobody decided yet; all other fields leave out
    whoever floods.
    """

    as_of: date
    is_covered: bool
    history_days: int
    account_since: date | None
    use_days: Sequence[date]
    users_28: int
    users_28_before: int
    weekly_users: Sequence[int]
    unseen_days: int = 0
    flood_date: date | None = None

    @property
    def watched_days(self) -> int:
        """Nothing is learnt of an account from before it was there."""
        if self.account_since is None:
            return self.history_days
        return min(self.history_days, (self.as_of - self.account_since).days + 1)
