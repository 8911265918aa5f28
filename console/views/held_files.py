"""Which files hold what a quarantine puts in doubt, earlier ones, and what customers' programs heard?"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from console.views.files import Table, fields_of
from notifications.api import replays, safeguards

LETTER_COLUMNS = ("delivery", "account", "address", "notice", "plan", "due_at")
PAST_COLUMNS = ("opened_at", "reason", "reconciled_at", "released_at", "released_by", "release_reason")
EVENT_FIELDS = ("uuid", "type", "status", "detail", "attempts", "created_at")


def quarantine_tables(day: date) -> Mapping[str, Callable[[], Table]]:
    past = safeguards.past_quarantines
    return {
        "letters.csv": lambda: Table(f"letters-in-doubt-{day}", LETTER_COLUMNS, _letters()),
        "past.csv": lambda: Table(f"quarantines-{day}", PAST_COLUMNS, fields_of(PAST_COLUMNS, past(limit=None))),
    }


def event_tables(account: str, day: date) -> Mapping[str, Callable[[], Table]]:
    """Every event, also those that the page leaves out; of one account, or of all."""

    def lines() -> Iterator[list[object]]:
        for each in replays.webhook_events(account_key=account, limit=None):
            yield [each.account.key if each.account else "", *(getattr(each, name) for name in EVENT_FIELDS)]

    return {"csv": lambda: Table(f"webhook-events-{day}", ("account", *EVENT_FIELDS), lines())}


def _letters() -> Iterator[tuple[object, ...]]:
    row = safeguards.open_quarantine()
    for each in safeguards.still_in_doubt(row).iterator(1_000) if row else ():
        said = each.touchpoint
        yield (each.uuid, said.account.key, each.address, said.notice.code, said.plan.key, said.due_at)
