"""How fast do planned contacts get onto the ledger, beside COPY; and does a claim take longer the more rows wait?"""

import os
import time
from datetime import timedelta
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
from notifications.services.claim import Turn, claim_ready, hand_back
from notifications.services.release import release_due

LETTERS, FEW, MANY, CLAIMS = 5_000, 10_000, 1_000_000, 200
_COLUMNS = ", ".join(str(field.column) for field in Delivery._meta.concrete_fields if not field.primary_key)
_TWIN = "copied_delivery"
_KEYS = {
    "touchpoint_id": "notifications_touchpoint",
    "account_id": "lifecycle_account",
    "contact_id": "lifecycle_contact",
    "carrier_id": _TWIN,
}
_TOUCHED = "notifications_delivery, notifications_touchpoint, lifecycle_contact, lifecycle_account"
_OF_PLAN = "touchpoint_id IN (SELECT id FROM notifications_touchpoint WHERE plan_id = %s)"
_FILL = """
INSERT INTO notifications_delivery (
    uuid, touchpoint_id, account_id, channel, round, address, address_norm, locale, message_id, provider_ref, subject,
    body_text, body_html, body_sha, status, hold_reason, detail, failures, not_before, created_at)
SELECT key, t.id, t.account_id, 'email', 0, n || '@y.example', n || '@y.example', 'en', '<' || key || '@y>', '', '', '',
    '', '', 'ready', '', '', 0, %(now)s, %(now)s
FROM notifications_touchpoint t, generate_series(%(since)s + 1, %(until)s) n,
    LATERAL (SELECT gen_random_uuid() AS key WHERE t.id + n > 0) k
WHERE t.plan_id = %(plan)s
"""


def release_beside_copy(scale: float) -> list[Result]:
    """The same rows with the same keys into an equal table, each in one transaction; a second release makes none.

    COPY gets its rows ready made. The release finds, locks and marks each contact besides, decides when and how it
    leaves, and looks for letters that share a mailbox.
    """
    count, times = max(50, round(LETTERS * scale)), rounds(scale, usual=5)
    plan = planned_letters(count)
    assert _release(plan) == count
    assert _release(plan) == 0
    kept = _copied_out(plan)
    ours, peer = [], []
    with _owner() as owner:
        for _ in range(times):
            _forget(plan, owner)
            ours.append(seconds(lambda _: _release(plan), 0))
            owner.execute(f"TRUNCATE {_TWIN}")
            peer.append(seconds(lambda _: _copy_in(owner, kept), 0))
        _forget(plan, owner)
        owner.execute(f"DROP TABLE {_TWIN}")
    Touchpoint.objects.filter(plan=plan).update(status=TouchpointStatus.CANCELLED)
    title = f"audience to ledger, {count} letters, rows per second"
    return [Result(title, count / median(ours), count / median(peer), "COPY of the same rows", 0.5, at_least=True)]


def _release(plan: SunsetPlan) -> int:
    made = 0
    while more := release_due(now=NOW):
        made += more
    return made


def _forget(plan: SunsetPlan, owner: "psycopg.Connection[Any]") -> None:
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


def _copy_in(owner: "psycopg.Connection[Any]", kept: bytes) -> None:
    query = f"COPY {_TWIN} ({_COLUMNS}) FROM STDIN"
    with psycopg.ClientCursor(owner) as cursor, cursor.copy(query) as copy:
        copy.write(kept)


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


def claim_times(scale: float) -> list[Result]:
    """p95 of a claim of twenty while few and while very many letters are due."""
    few, many, claims = max(200, round(FEW * scale)), max(600, round(MANY * scale)), CLAIMS if scale >= 0.01 else 20
    plan = planned_letters(few // 10)
    _fill(plan, since=0, until=10)
    at_few = _p95(claims)
    _fill(plan, since=10, until=many * 10 // few)
    at_many = _p95(claims)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        _forget(plan, owner)
    Touchpoint.objects.filter(plan=plan).update(status=TouchpointStatus.CANCELLED)
    return [Result(f"claim of 20 at {many} due letters, p95 in ms", at_many * 1000, at_few * 1000, f"at {few}", 3.0)]


def _fill(plan: SunsetPlan, *, since: int, until: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"now": NOW, "since": since, "until": until, "plan": plan.pk})


def _p95(number: int) -> float:
    turn, spent = Turn(), []
    for _ in range(number):
        began = time.monotonic()
        claims = claim_ready(now=NOW, count=20, lease_for=timedelta(minutes=5), turn=turn)
        spent.append(time.monotonic() - began)
        assert len(claims) == 20
        hand_back(claims)
    return sorted(spent)[int(number * 0.95)]
