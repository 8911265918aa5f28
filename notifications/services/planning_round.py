"""Where does planning go on that was cut, and of which plans is only a part planned?"""

from datetime import datetime

from django.db.models import QuerySet

from lifecycle.api import SunsetPlan
from notifications.models import PlanningRound


def unfinished() -> QuerySet[PlanningRound]:
    """Whose contacts follow the plan of now for some accounts, and the one before for others.

    Each account's rows are whole at any time, so whoever asks about one account need not ask here: it looks as it did
    before the plan changed. Who chooses among all accounts, or packs what several are to read, must.
    """
    return PlanningRound.objects.filter(is_whole=False)


def place_in(plan: SunsetPlan, basis: str) -> str:
    """The account after which a cut round goes on; '' for the beginning, also when what the plan asks for changed."""
    row = PlanningRound.objects.filter(plan=plan, basis=basis).first()
    return row.after_key if row else ""


def is_ended(plan: SunsetPlan, basis: str) -> bool:
    return PlanningRound.objects.filter(plan=plan, basis=basis, after_key="", is_whole=True).exists()


def keep_place(plan: SunsetPlan, basis: str, after_key: str, *, now: datetime) -> None:
    """With the plan locked, in the transaction of the piece that ends there. '' is the end: all were looked at.

    What single accounts say meanwhile does not begin a round anew, or one might never end: the next one sees it.
    """
    row = PlanningRound.objects.filter(plan=plan).first()
    was_whole = row is not None and row.basis == basis and row.is_whole
    PlanningRound.objects.update_or_create(
        plan=plan,
        defaults={"basis": basis, "after_key": after_key, "is_whole": was_whole or not after_key, "looked_at": now},
    )
