"""Which files hold how far the transfers of a plan are?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from console.views.files import Table, by_parts
from lifecycle.api import SunsetPlan
from portability.api import Transfer, transfers

PART = 200
COLUMNS = (
    *("account", "status", "objects", "to_write", "written", "kept", "wrong"),
    *("snapshot_taken_at", "started_at", "verified_at", "signed_by", "reason"),
)
DIFFERENCE_COLUMNS = ("account", "account_name", "kind", "id", "part", "status", "reason")
DECLINE_COLUMNS = ("account", "words", "declined_by", "declined_at")


def transfer_tables(plan: SunsetPlan, day: date) -> Mapping[str, Callable[[], Table]]:
    return {
        "csv": lambda: Table(f"{plan.key}-transfers-{day}", COLUMNS, _transfers(plan)),
        "differences.csv": lambda: Table(f"{plan.key}-differences-{day}", DIFFERENCE_COLUMNS, _differences(plan)),
        "declines.csv": lambda: Table(f"{plan.key}-declines-{day}", DECLINE_COLUMNS, _declines(plan)),
    }


def _parts(plan: SunsetPlan) -> Iterator[Sequence[Transfer]]:
    """Every account's newest transfer, not only those of one page."""

    def read(last: Transfer | None) -> list[Transfer]:
        return transfers.transfers_of(plan, after=last.account.key if last else "", limit=PART)

    return by_parts(read)


def _transfers(plan: SunsetPlan) -> Iterator[tuple[object, ...]]:
    for part in _parts(plan):
        paces = transfers.paces_of(part)
        for each in part:
            pace = paces[each.pk]
            counts = (pace.total, pace.to_write, pace.written, pace.kept, pace.wrong)
            taken_at = each.snapshot.taken_at if each.snapshot else None
            ends = (each.started_at, each.verified_at, each.signed_by, each.reason)
            yield (each.account.key, each.status, *counts, taken_at, *ends)


def _differences(plan: SunsetPlan) -> Iterator[tuple[object, ...]]:
    for part in _parts(plan):
        for each in transfers.differences_of(part, limit=None):
            found = (each.kind, each.id, each.part, each.status, each.reason)
            yield (each.account_key, each.account, *found)


def _declines(plan: SunsetPlan) -> list[tuple[object, ...]]:
    found = transfers.declines_of(plan)
    return [(each.account.key, each.words, each.declined_by, each.declined_at) for each in found]
