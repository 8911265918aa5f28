"""Which rows speak of the exports, archives and holds of these accounts?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from lifecycle.api import Account, SunsetPlan
from portability.models import Copy, Export, LegalHold, Settlement, Snapshot
from portability.rules.depth import Depth


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy of the newest archive; `equal_at` is the start of its newest drill that restored it equal."""

    place: str
    depth: int
    equal_at: datetime | None


@dataclass(slots=True)
class Standing:
    """`exports` (by the time of their check) and `words` (the newest of each kind) are those of the plan."""

    holds: int = 0
    unresolved: int = 0
    exports: list[Export] = field(default_factory=list)
    words: dict[str, Settlement] = field(default_factory=dict)
    content: Snapshot | None = None
    archive: Snapshot | None = None
    copies: list[CopyRow] = field(default_factory=list)


def read_standings(accounts: Sequence[Account], *, plan: SunsetPlan | None) -> Mapping[int, Standing]:
    """By account id; without a plan, of whatever was ever asked."""
    found = {account.pk: Standing() for account in accounts}
    for pk, count in _counted(LegalHold.objects.filter(account__in=accounts, lifted_at__isnull=True)):
        found[pk].holds = count
    for pk, count in _counted(Export.objects.filter(account__in=accounts).unresolved()):
        found[pk].unresolved = count
    exports, words = Export.objects.filter(account__in=accounts), Settlement.objects.filter(account__in=accounts)
    if plan is not None:
        exports = exports.filter(requested_at__gte=plan.created_at)
        words = words.filter(Q(plan=plan) | Q(plan__isnull=True, settled_at__gte=plan.created_at))
    for export in exports.order_by("verified_at", "id"):
        found[export.account_id].exports.append(export)
    for word in words.order_by("id"):
        found[word.account_id].words[word.kind] = word
    _read_archives(found)
    return found


def _read_archives(found: Mapping[int, Standing]) -> None:
    newest = Snapshot.objects.filter(account__in=found).defer("listing", "signature")
    for row in newest.order_by("account_id", "purpose", "-number").distinct("account_id", "purpose"):
        if row.purpose == Snapshot.Purpose.CONTENT:
            found[row.account_id].content = row
        else:
            found[row.account_id].archive = row
    archives = [each.archive for each in found.values() if each.archive]
    copies = Copy.objects.filter(snapshot__in=archives).order_by("snapshot_id", "id")
    equal = Max("drills__started_at", filter=Q(drills__depth=int(Depth.EQUAL)))
    for pk, *facts in copies.annotate(equal_at=equal).values_list("account_id", "place", "depth", "equal_at"):
        found[pk].copies.append(CopyRow(*facts))


def _counted(rows: QuerySet[LegalHold] | QuerySet[Export]) -> Iterable[tuple[int, int]]:
    return rows.order_by().values_list("account_id").annotate(Count("id"))
