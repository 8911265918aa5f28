"""Where does planning go on that was cut, and of which plans is only a part planned?"""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from lifecycle.api import SunsetPlan
from notifications.models import PlanningRound
from notifications.rules.alarms import AlarmCheck, Fault

FIRST_NAMED = 5  # in an alarm: it is read on a telephone


def unfinished() -> QuerySet[PlanningRound]:
    """Whose contacts follow the plan of now for some accounts, and the one before for others.

    Each account's rows are whole at any time, so whoever asks about one account need not ask here: it looks as it did
    before the plan changed. Who chooses among all accounts, or packs what several are to read, must.
    """
    return PlanningRound.objects.filter(is_whole=False)


def unsettled() -> QuerySet[PlanningRound]:
    """Of which something is still to be looked at, though nothing changed."""
    return PlanningRound.objects.filter(Q(is_whole=False) | Q(fails_since__isnull=False))


def place_in(plan: SunsetPlan, basis: str) -> str:
    """The account after which a cut round goes on; '' for the beginning, also when what the plan asks for changed."""
    row = PlanningRound.objects.filter(plan=plan, basis=basis).first()
    return row.after_key if row else ""


def is_ended(plan: SunsetPlan, basis: str) -> bool:
    """Nothing is left to be put on record, not even that a fault is over."""
    row = PlanningRound.objects.filter(plan=plan, basis=basis, after_key="", is_whole=True).first()
    return row is not None and (row.fails_since is None or bool(row.failing))


def failing_in(plan: SunsetPlan) -> frozenset[str]:
    """The keys of the accounts that planning goes on without."""
    row = PlanningRound.objects.filter(plan=plan).first()
    return frozenset(row.failing if row else ())


def planning_faults() -> Iterator[Fault]:
    for row in PlanningRound.objects.filter(fails_since__isnull=False).order_by("plan__key").select_related("plan"):
        first = ", ".join(row.failing[:FIRST_NAMED])
        facts = {
            "since": row.fails_since.isoformat() if row.fails_since else "",
            "count": str(len(row.failing)),
            "accounts": first,
        }
        yield Fault(AlarmCheck.ACCOUNTS_FAIL if row.failing else AlarmCheck.PLAN_FAILS, row.plan.key, facts)


def keep_place(
    plan: SunsetPlan, basis: str, after_key: str, *, now: datetime, failing: Collection[str] | None = None
) -> None:
    """With the plan locked, in the transaction of the piece that ends there. '' is the end: all were looked at.

    What single accounts say meanwhile does not begin a round anew, or one might never end: the next one sees it.
    `failing` None: as before.
    """
    row = PlanningRound.objects.filter(plan=plan).first() or PlanningRound(plan=plan, basis=basis)
    was_whole = row.is_whole and row.basis in ("", basis)
    row.basis, row.after_key, row.is_whole, row.looked_at = basis, after_key, was_whole or not after_key, now
    row.failing = row.failing if failing is None else sorted(failing)
    if row.failing:
        row.fails_since = row.fails_since or now
    elif not after_key:
        row.fails_since = None
    row.save()


def note_failure(plan: SunsetPlan, basis: str | None, *, now: datetime) -> None:
    """A look was ended by a fault that is no single account's. What was planned for another `basis` waits; when even
    that is unknown, what was planned goes on.
    """
    made = PlanningRound(plan=plan, basis="", looked_at=now, fails_since=now)
    PlanningRound.objects.bulk_create([made], ignore_conflicts=True)
    rows = PlanningRound.objects.filter(plan=plan)
    rows.filter(fails_since=None).update(fails_since=now)
    if basis is not None:
        rows.exclude(basis__in=["", basis]).update(is_whole=False)
