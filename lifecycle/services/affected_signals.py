"""How do proven deliveries, answers, transfers and silence move those who are affected?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q

from lifecycle.models import AffectedSubject, SunsetPlan
from lifecycle.rules.affected import FLIPS, Signal, SubjectKind, moved_by

_ANSWERS = frozenset({Signal.TOLD, Signal.ACKNOWLEDGED, Signal.MOVING})
_TOLD = """
UPDATE lifecycle_affectedsubject AS known
SET
    told_at = fresh.at,
    status = CASE WHEN known.status = ANY(%(moved)s) THEN %(reached)s ELSE known.status END,
    status_since_at = CASE WHEN known.status = ANY(%(moved)s) THEN %(now)s ELSE known.status_since_at END
FROM unnest(%(accounts)s::bigint[], %(ats)s::timestamptz[]) AS fresh (account_id, at)
WHERE known.plan_id = %(plan)s AND known.account_id = fresh.account_id AND known.told_at IS NULL
"""
_MOVED = """
UPDATE lifecycle_affectedsubject AS known
SET status = %(reached)s, status_since_at = %(now)s
FROM unnest(%(accounts)s::bigint[], %(ats)s::timestamptz[]) AS fresh (account_id, at)
WHERE
    known.plan_id = %(plan)s AND known.account_id = fresh.account_id AND known.status = ANY(%(moved)s)
    AND (known.reopened_at IS NULL OR fresh.at > known.reopened_at)
"""


@dataclass(frozen=True, slots=True)
class SilenceCandidate:
    """A subject that may be silent, as it was when it was looked at."""

    id: int
    account: str
    kind: SubjectKind
    key: str
    last_at: datetime


@transaction.atomic
def record_account_signal(
    *, plan: SunsetPlan, signal: Signal, at_by_account: Mapping[int, datetime], now: datetime
) -> int:
    """What happened to whole accounts, by account id, and when first; returns how many subjects it moved.

    Safe to run twice. Only `told`, `acknowledged` and `moving` come so.
    """
    if signal not in _ANSWERS:
        raise ValueError(f"{signal} is observed of a subject, not of an account")
    if not at_by_account:
        return 0
    moved = moved_by(signal)
    values: dict[str, int | str | datetime | list[int] | list[str] | list[datetime]] = {
        "plan": plan.pk,
        "now": now,
        "moved": [status.value for status in moved],
        "reached": FLIPS[moved[0], signal].value,
        "accounts": list(at_by_account),
        "ats": list(at_by_account.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOLD if signal is Signal.TOLD else _MOVED, values)
        return int(cursor.rowcount)


def record_replacement_use(*, plan: SunsetPlan, now: datetime) -> int:
    """Whoever was told and has used what takes over since then is moving over; returns how many that are new."""
    moved = moved_by(Signal.MOVING)
    since = Q(reopened_at__isnull=True) | Q(replacement_at__gt=F("reopened_at"))
    rows = AffectedSubject.objects.filter(since, plan=plan, status__in=moved, replacement_at__gt=F("told_at"))
    return rows.update(status=FLIPS[moved[0], Signal.MOVING], status_since_at=now)


def silence_candidates(*, plan: SunsetPlan, before: datetime) -> Iterator[SilenceCandidate]:
    """Those not yet clear who were last seen before that instant, by account."""
    rows = AffectedSubject.objects.filter(plan=plan, status__in=moved_by(Signal.SILENT), last_at__lt=before)
    listed = rows.order_by("account__key", "pk").values_list("pk", "account__key", "kind", "key", "last_at")
    for pk, account, kind, key, last_at in listed.iterator(chunk_size=5_000):
        yield SilenceCandidate(pk, account, SubjectKind(kind), key, last_at)


@transaction.atomic
def record_silence(*, plan: SunsetPlan, silent: Iterable[SilenceCandidate], now: datetime) -> int:
    """They are clear, unless they were used while that was being found out; returns how many."""
    found = list(silent)
    if not found:
        return 0
    moved = moved_by(Signal.SILENT)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE lifecycle_affectedsubject AS known SET status = %(reached)s, status_since_at = %(now)s
            FROM unnest(%(ids)s::bigint[], %(lasts)s::timestamptz[]) AS fresh (id, last_at)
            WHERE
                known.id = fresh.id AND known.plan_id = %(plan)s AND known.last_at = fresh.last_at
                AND known.status = ANY(%(moved)s)
            """,
            {
                "plan": plan.pk,
                "now": now,
                "reached": FLIPS[moved[0], Signal.SILENT].value,
                "moved": [status.value for status in moved],
                "ids": [each.id for each in found],
                "lasts": [each.last_at for each in found],
            },
        )
        return int(cursor.rowcount)
