"""When was a line written, if the log tells only hours and minutes of a local day?"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PATIENCE_MS = 3 * 3600 * 1000
SHIFTS = (timedelta(), timedelta(hours=12), timedelta(hours=24))


class DayClock:
    """Line order is truth. A clock that goes back is read, in this order, as the hour that comes twice at the end of
    summer time, as a twelve-hour clock past noon, or as past midnight; else the line keeps its forerunner's time."""

    def __init__(self, day: date, zone: ZoneInfo) -> None:
        self._day, self._zone = day, zone
        self._shift = timedelta()
        self._last: int | None = None

    def at(self, hour: int, minute: int, second: int = 0) -> int:
        """The instant of a time of day, in ms UTC; never before the line above."""
        naive = datetime.combine(self._day, time(hour, minute, second))
        first = self._instant(naive + self._shift, 0)
        if self._last is None or first >= self._last:
            self._last = first
            return first
        for shift in SHIFTS:
            for fold in (0, 1):
                instant = self._instant(naive + self._shift + shift, fold)
                if self._last <= instant <= self._last + PATIENCE_MS:
                    self._shift += shift
                    self._last = instant
                    return instant
        return self._last

    def now(self) -> int:
        """The time of the line above, or the day's first moment."""
        return self._last if self._last is not None else self._instant(datetime.combine(self._day, time()), 0)

    def _instant(self, naive: datetime, fold: int) -> int:
        return int(naive.replace(tzinfo=self._zone, fold=fold).timestamp() * 1000)
