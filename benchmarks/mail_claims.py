"""Does a claim take longer the more letters wait?"""

import os
import time
from datetime import timedelta

import psycopg
from django.db import connection

from benchmarks.mail_ledger import forget
from benchmarks.mail_scene import NOW, planned_letters
from benchmarks.result import Result
from lifecycle.models import SunsetPlan
from notifications.models import Touchpoint
from notifications.rules.statuses import TouchpointStatus
from notifications.services.claim import Turn, claim_ready, hand_back

FEW, MANY, CLAIMS = 10_000, 1_000_000, 200
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


def claim_times(scale: float) -> list[Result]:
    """p95 of a claim of twenty while few and while very many letters are due."""
    few, many, claims = max(200, round(FEW * scale)), max(600, round(MANY * scale)), CLAIMS if scale >= 0.01 else 20
    plan = planned_letters(few // 10)
    _fill(plan, since=0, until=10)
    at_few = _p95(claims)
    _fill(plan, since=10, until=many * 10 // few)
    at_many = _p95(claims)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        forget(plan, owner)
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
