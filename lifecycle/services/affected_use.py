"""How does observed use get into the list of who is affected?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from lifecycle.models import SunsetPlan
from lifecycle.rules.affected import AffectedStatus, Signal, moved_by, reopened_as
from lifecycle.rules.affected_use import Counting, SubjectUse

CHUNK = 5_000
_Values = dict[str, int | str | datetime | list[int] | list[str] | list[datetime] | list[datetime | None]]
_APART = "\x1f"  # between the names of an array: no name holds a control character that a feed would deliver
_COUNTS = {
    Counting.NEW: "known.count + excluded.count",
    Counting.KEPT: "greatest(known.count, excluded.count)",
    Counting.ALL: "excluded.count",
}
_FRESH = """
    unnest(
        %(accounts)s::text[], %(kinds)s::text[], %(keys)s::text[], %(counts)s::bigint[],
        %(firsts)s::timestamptz[], %(lasts)s::timestamptz[], %(modules)s::text[], %(through)s::text[],
        %(replaced)s::timestamptz[]
    ) AS fresh (account, kind, key, count, first_at, last_at, modules, through, replacement_at)
    JOIN lifecycle_account AS account ON account.key = fresh.account
"""
_MERGED = "CASE WHEN {old} @> {new} THEN {old} ELSE ARRAY(SELECT DISTINCT unnest({old} || {new}) ORDER BY 1) END"
# One statement per chunk: those who were silent come back in the same moment in which their use is counted.
_UPSERT = """
INSERT INTO lifecycle_affectedsubject AS known (
    plan_id, account_id, kind, key, status, status_since_at, count, first_at, last_at, modules, through,
    replacement_at, claimed_by, claim_note
)
SELECT
    %(plan)s, account.id, fresh.kind, fresh.key, %(pending)s, %(now)s, fresh.count, fresh.first_at, fresh.last_at,
    string_to_array(fresh.modules, %(apart)s), string_to_array(fresh.through, %(apart)s), fresh.replacement_at, '', ''
FROM {fresh}
ON CONFLICT (plan_id, account_id, kind, key) DO UPDATE SET
    count = {count},
    first_at = least(known.first_at, excluded.first_at),
    last_at = greatest(known.last_at, excluded.last_at),
    modules = {modules},
    through = {through},
    replacement_at = greatest(known.replacement_at, excluded.replacement_at),
    status = CASE
        WHEN NOT {is_back} THEN known.status
        WHEN known.told_at IS NULL THEN %(back_untold)s ELSE %(back_told)s
    END,
    status_since_at = CASE WHEN {is_back} THEN %(now)s ELSE known.status_since_at END,
    reopened_at = CASE WHEN {is_back} THEN %(now)s ELSE known.reopened_at END
RETURNING reopened_at = %(now)s
"""
# From the new rows to the known ones, by their index: left to itself the planner may go the other way round.
_BESIDE = """
WITH wanted AS MATERIALIZED (
    SELECT known.id, {modules} AS modules, greatest(known.replacement_at, fresh.replacement_at) AS replacement_at
    FROM {fresh}
    CROSS JOIN LATERAL (
        SELECT row.id, row.modules::text[] AS modules, row.replacement_at
        FROM lifecycle_affectedsubject AS row
        WHERE
            row.plan_id = %(plan)s AND row.account_id = account.id AND row.kind = fresh.kind AND row.key = fresh.key
        OFFSET 0
    ) AS known
    WHERE NOT (
        known.modules @> string_to_array(fresh.modules, %(apart)s)
        AND coalesce(known.replacement_at >= fresh.replacement_at, fresh.replacement_at IS NULL)
    )
)
UPDATE lifecycle_affectedsubject AS known
SET modules = wanted.modules, replacement_at = wanted.replacement_at
FROM wanted WHERE known.id = wanted.id
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """`subjects` with use of the module, `reopened` of them back after silence, `strangers` of accounts unknown."""

    subjects: int = 0
    reopened: int = 0
    strangers: int = 0

    def __add__(self, other: "Recorded") -> "Recorded":
        return Recorded(
            self.subjects + other.subjects, self.reopened + other.reopened, self.strangers + other.strangers
        )


def record_affected_use(*, plan: SunsetPlan, uses: Iterable[SubjectUse], counting: Counting, now: datetime) -> Recorded:
    """Take in what activity says, a chunk at a time. With a count of zero only what else a known subject used is kept.

    The caller writes up to where it read in the same transaction.
    """
    found = Recorded()
    with transaction.atomic(), connection.cursor() as cursor:
        for chunk in _chunks(uses):
            used, beside = [use for use in chunk if use.count], [use for use in chunk if not use.count]
            if beside:
                cursor.execute(_beside(), _values(plan, beside, now))
            if used:
                cursor.execute(_upsert(counting), _values(plan, used, now))
                back = [is_back for (is_back,) in cursor.fetchall()]
                found += Recorded(len(back), back.count(True), len(used) - len(back))
    return found


def _chunks(uses: Iterable[SubjectUse]) -> Iterator[list[SubjectUse]]:
    rest = iter(uses)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _upsert(counting: Counting) -> str:
    (silent,) = moved_by(Signal.USED)
    return _UPSERT.format(
        fresh=_FRESH,
        count=_COUNTS[counting],
        modules=_MERGED.format(old="known.modules", new="excluded.modules"),
        through=_MERGED.format(old="known.through", new="excluded.through"),
        is_back=f"(known.status = '{silent}' AND excluded.last_at > known.last_at)",
    )


def _beside() -> str:
    merged = _MERGED.format(old="known.modules", new="string_to_array(fresh.modules, %(apart)s)")
    return _BESIDE.format(fresh=_FRESH, modules=merged)


def _values(plan: SunsetPlan, uses: list[SubjectUse], now: datetime) -> _Values:
    return {
        "plan": plan.pk,
        "now": now,
        "apart": _APART,
        "pending": AffectedStatus.PENDING.value,
        "back_untold": reopened_as(None).value,
        "back_told": reopened_as(now).value,
        "accounts": [use.account for use in uses],
        "kinds": [use.kind.value for use in uses],
        "keys": [use.key for use in uses],
        "counts": [use.count for use in uses],
        "firsts": [use.first_at for use in uses],
        "lasts": [use.last_at for use in uses],
        "modules": [_APART.join(use.modules) for use in uses],
        "through": [_APART.join(use.through) for use in uses],
        "replaced": [use.replacement_at for use in uses],
    }
