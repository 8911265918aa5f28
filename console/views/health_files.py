"""Which files hold what the page of health shows?"""

from collections.abc import Callable, Mapping
from datetime import datetime

from analytics.api import last_imports
from console.views.files import Table, fields_of
from console.views.queues import queues
from lifecycle.api import signs_of_life
from notifications.api import chat, safeguards

FEEDS_SHOWN = 5  # and each feed that goes on
ALARM_COLUMNS = ("check", "subject", "sentence", "remedy", "since")
QUEUE_COLUMNS = ("name", "amount", "since")
SIGN_COLUMNS = ("name", "at", "busy_at")
FEED_COLUMNS = ("name", "created_at")
ROOM_COLUMNS = ("name", "status", "detail", "at")


def health_tables(now: datetime) -> Mapping[str, Callable[[], Table]]:
    """As of this moment, which names the file; the names of queues are in the language of the reader."""

    def table(what: str, columns: tuple[str, ...], rows: tuple[object, ...]) -> Table:
        return Table(f"{what}-{now:%Y-%m-%d-%H%M}", columns, fields_of(columns, rows))

    return {
        "alarms.csv": lambda: table("alarms", ALARM_COLUMNS, tuple(safeguards.open_alarms(now=now))),
        "signs.csv": lambda: Table(f"signs-{now:%Y-%m-%d-%H%M}", SIGN_COLUMNS, _signs()),
        "queues.csv": lambda: table("queues", QUEUE_COLUMNS, queues(now=now)),
        "feeds.csv": lambda: table("feeds", FEED_COLUMNS, tuple(last_imports(limit=FEEDS_SHOWN))),
        "rooms.csv": lambda: table("rooms", ROOM_COLUMNS, tuple(chat.rooms())),
    }


def _signs() -> list[list[object]]:
    return [[name, each.last_at, each.busy_at] for name, each in signs_of_life().items()]
