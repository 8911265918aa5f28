"""How does a connector of another app hand over the activity that it found?"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from analytics import queries
from analytics.connectors.files.raw_row import RawRow
from analytics.rules.activity import FIELDS, ActivityEvent, ReadingRules, read_event
from analytics.rules.import_report import FileOutcome, ImportReport
from analytics.services.event_manifest import kept_since
from analytics.services.import_lock import import_lock
from analytics.services.publish_import import Delivery
from analytics.services.read_part import Judged, Work
from analytics.services.recipe import Recipe
from analytics.services.roll_up_days import roll_up_days
from analytics.services.take_pass import take_pass
from analytics.services.workspace import sweep_scratch
from lifecycle.rules.actors import Actor


def import_events(
    *,
    events: Iterable[ActivityEvent],
    source: str,
    name: str,
    sha256: str,
    actor: Actor,
    now: datetime,
    one_off: bool = False,
) -> ImportReport:
    """One batch, wholly or not at all, judged like rows of a file. `sha256` names its content: again adds nothing.

    `one_off`: the feed called `source` delivers nothing after this, and its silence says nothing.
    """
    with import_lock():
        sweep_scratch()
        delivery = Delivery(name, sha256, Recipe(source=source, one_off=one_off))
        (report,) = take_pass([Work(delivery, lambda _: _judged(events, now))], actor=actor, now=now)
        if report.outcome is FileOutcome.IMPORTED:
            roll_up_days(days=queries.days_of([report.import_id]), now=now)
    return ImportReport((report,))


def _judged(events: Iterable[ActivityEvent], now: datetime) -> Iterator[Judged]:
    rules = ReadingRules(now=now, kept_since=kept_since())
    for line, event in enumerate(events, 1):
        values: dict[str, object] = {field: getattr(event, field) for field in FIELDS}
        yield RawRow(line, "", values), read_event(values, rules)
