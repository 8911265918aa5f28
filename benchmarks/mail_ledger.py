"""How fast do planned contacts get onto the ledger, beside COPY?"""

import os
import time
from statistics import median
from typing import Any, cast

import psycopg
from django.db import connection

from benchmarks.mail_scene import NOW, planned_letters
from benchmarks.result import Result
from benchmarks.rounds import rounds, seconds
from lifecycle.models import SunsetPlan
from notifications.models import Delivery, Touchpoint
from notifications.rules.statuses import TouchpointStatus
from notifications.services.release import WHOLE, Batch, release_due

LETTERS = 5_000
_COLUMNS = ", ".join(str(field.column) for field in Delivery._meta.concrete_fields if not field.primary_key)
_TWIN, _PEER = "copied_delivery", "COPY of the same rows"
_KEYS = {
    "touchpoint_id": "notifications_touchpoint",
    "account_id": "lifecycle_account",
    "contact_id": "lifecycle_contact",
    "carrier_id": _TWIN,
}
_TOUCHED = "notifications_delivery, notifications_touchpoint, lifecycle_contact, lifecycle_account"
_OF_PLAN = "touchpoint_id IN (SELECT id FROM notifications_touchpoint WHERE plan_id = %s)"


def release_beside_copy(scale: float) -> list[Result]:
    """The same rows with the same keys into an equal table, each in one transaction; a second release makes none.

    COPY gets its rows ready made. The release finds, locks and marks each contact besides, decides when and how it
    leaves, and looks for letters that share a mailbox. What has a goal is one batch of accounts that are alike, in
    tables that were analyzed just before; the other figure is of a day that was not made for it.
    """
    count, times = max(50, round(LETTERS * scale)), rounds(scale, usual=5)
    plan = planned_letters(count)
    _release_all(count)
    kept = _copied_out(plan)
    ours, peer = [], []
    with _owner() as owner:
        for _ in range(times):
            forget(plan, owner)
            ours.append(_release_all(count))
            peer.append(_copy_in(owner, kept))
        forget(plan, owner)
        owner.execute(f"DROP TABLE {_TWIN}")
    Touchpoint.objects.filter(plan=plan).update(status=TouchpointStatus.CANCELLED)
    title = f"audience to ledger, {count} letters, rows per second"
    alike = Result(title, count / median(ours), count / median(peer), _PEER, 0.5, at_least=True)
    return [alike, _mixed_beside_copy(scale)]


def _mixed_beside_copy(scale: float) -> Result:
    """Zones, countries and languages mixed, three batches; each round's contacts are new to tables nobody analyzes."""
    each, ours, peer, plans = max(20, round(LETTERS * scale)), [], [], []
    with _owner() as owner:
        for _ in range(rounds(scale)):
            plans.append(planned_letters(3 * each, is_mixed=True))
            ours.append(_release_all(3 * each, Batch(together=each)))
            peer.append(_copy_in(owner, _copied_out(plans[-1])))
        owner.execute(f"DROP TABLE {_TWIN}")
        for plan in plans:
            forget(plan, owner)
            Touchpoint.objects.filter(plan=plan).update(status=TouchpointStatus.CANCELLED)
    title = f"mixed audience to ledger, {3 * each} letters in three batches, not analyzed, rows per second"
    return Result(title, 3 * each / median(ours), 3 * each / median(peer), _PEER, None, at_least=True)


def _release_all(count: int, batch: Batch = WHOLE) -> float:
    """How long it took; that it was all, once, is looked at afterwards."""
    made: list[int] = []
    took = seconds(lambda _: made.append(_release(batch)), 0)
    assert made == [count]
    assert not release_due(now=NOW)
    return took


def _release(batch: Batch) -> int:
    made = 0
    while more := release_due(now=NOW, batch=batch):
        made += more
    return made


def forget(plan: SunsetPlan, owner: "psycopg.Connection[Any]") -> None:
    """As they were planned: a contact is released once in its life, so no round pays for what others left behind."""
    owner.execute("ANALYZE notifications_delivery")  # else each row's relations are looked for in the whole table
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM notifications_delivery WHERE {_OF_PLAN}", [plan.pk])  # noqa: S608 - a constant
    Touchpoint.objects.filter(plan=plan).update(status=TouchpointStatus.PLANNED)
    owner.execute(f"VACUUM ANALYZE {_TOUCHED}")


def _copied_out(plan: SunsetPlan) -> bytes:
    query = f"COPY (SELECT {_COLUMNS} FROM notifications_delivery WHERE {_OF_PLAN}) TO STDOUT"  # noqa: S608 - columns
    with psycopg.ClientCursor(_raw()) as cursor, cursor.copy(query, [plan.pk]) as copy:
        return b"".join(bytes(each) for each in copy)


def _copy_in(owner: "psycopg.Connection[Any]", kept: bytes) -> float:
    """How long it took, into the empty table."""
    owner.execute(f"TRUNCATE {_TWIN}")
    began = time.monotonic()
    with psycopg.ClientCursor(owner) as cursor, cursor.copy(f"COPY {_TWIN} ({_COLUMNS}) FROM STDIN") as copy:
        copy.write(kept)
    return time.monotonic() - began


def _owner() -> "psycopg.Connection[Any]":
    """COPY is not for tables with row security: the twin has the same columns, indexes, checks and foreign keys.

    The policies of the ledger let the program pass, and cost nothing per row.
    """
    owner = psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)
    owner.execute(f"CREATE TABLE {_TWIN} (LIKE notifications_delivery INCLUDING ALL)")
    for column, table in _KEYS.items():
        key = f"FOREIGN KEY ({column}) REFERENCES {table} (id) DEFERRABLE INITIALLY DEFERRED"
        owner.execute(f"ALTER TABLE {_TWIN} ADD {key}")
    return owner


def _raw() -> "psycopg.Connection[Any]":
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection)
