"""Which users flood a module, and what does a person decide about them?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from analytics.engines.duckdb.floods import find_floods
from analytics.models import FlaggedUser, FloodDecision
from analytics.rules.floods import Flagged, Flood
from analytics.services.flood_counts import rollup_files_at
from analytics.services.usage import last_complete_day
from analytics.services.workspace import rollups_dir, spill_dir
from lifecycle.api import BadInput, Refused, reading, record
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, blocked

FINDER = Actor.system("analytics")


def look_for_floods(*, now: datetime) -> list[FlaggedUser]:
    """Flag who floods a registered module; returns the new ones. Safe to run twice.

    Whoever was flagged once is never flagged anew: what a person decided stands.
    """
    day = last_complete_day(now)
    paths = [rollups_dir() / path for path, _ in rollup_files_at(day)]
    new: list[FlaggedUser] = []
    for module_key in reading.modules().values_list("key", flat=True):
        known = [
            Flagged(account, user, is_open=False)
            for account, user in FlaggedUser.objects.filter(module_key=module_key).values_list("account_key", "user")
        ]
        with spill_dir() as spill:
            found = find_floods(paths, module=module_key, as_of=day, flagged=known, scratch=spill)
        new += [row for each in found if (row := _flag(each, module_key, now=now))]
    return new


def decide_flood(*, uuid: UUID, decision: FloodDecision, note: str, actor: Actor, now: datetime) -> FlaggedUser:
    """Counts again, does not count, or open again: a person says so, and may say otherwise later. Raises Refused."""
    verdict = rights.may(actor, rights.Right.ATTEST)
    if not note.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say what you found")
    if not verdict:
        raise Refused(verdict)
    with transaction.atomic():
        row = FlaggedUser.objects.select_for_update().filter(uuid=uuid).first()
        if row is None:
            raise BadInput(f"Nobody flagged is called {uuid}: `manage.py usage floods` lists them.")
        is_open = decision is FloodDecision.OPEN
        row.decision, row.note = decision, note.strip()[:1000]
        row.decided_by, row.decided_at = ("", None) if is_open else (actor.name[:200], now)
        row.save(update_fields=["decision", "note", "decided_by", "decided_at"])
        record(
            "analytics.flood.decided",
            subject=row.uuid,
            actor=actor,
            at=now,
            account=reading.account(row.account_key),
            module=row.module_key,
            decision=decision.value,
        )
    return row


def flagged_user(uuid: UUID) -> FlaggedUser | None:
    return FlaggedUser.objects.filter(uuid=uuid).first()


def flagged_users(*, module_key: str = "") -> list[FlaggedUser]:
    """By module, account and user; undecided ones first."""
    rows = FlaggedUser.objects.filter(module_key=module_key) if module_key else FlaggedUser.objects.all()
    return sorted(rows, key=lambda row: row.decision != FloodDecision.OPEN)


@transaction.atomic
def _flag(flood: Flood, module_key: str, *, now: datetime) -> FlaggedUser | None:
    row, is_new = FlaggedUser.objects.get_or_create(
        account_key=flood.account,
        user=flood.user,
        module_key=module_key,
        defaults={
            "peak": flood.peak,
            "peak_date": flood.peak_date,
            "usual": flood.usual,
            "flagged_at": now,
        },
    )
    if not is_new:
        return None
    record(
        "analytics.user.flagged",
        subject=row.uuid,
        actor=FINDER,
        at=now,
        account=reading.account(flood.account),
        module=module_key,
        peak=flood.peak,
        usual=flood.usual,
    )
    return row
