"""At which instant does a run play, for whoever rings in it?"""

import time
from datetime import UTC, date, datetime, timedelta

NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)  # a Wednesday at noon: mail may leave
OFF = date(2027, 5, 17)  # 75 days on: every standard account is due its announcement
OFF_SOON = date(2027, 4, 17)  # 45 days on: who heard of it is due a reminder
_PACE = 5  # what must wait a minute waits for twelve seconds


def later(began: float) -> datetime:
    """The instant of the run, so many monotonic seconds after `began`; quiet hours are out of reach."""
    return NOW + min(timedelta(seconds=(time.monotonic() - began) * _PACE), timedelta(hours=5))
