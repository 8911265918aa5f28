"""Which figures were published, so that a notice or a decision can cite them?"""

import hashlib
import json
from datetime import datetime

from django.db import connection

from analytics.models import UsageSnapshot
from analytics.rules.module_usage import ModuleUsage

_DEPENDENCES = """
SELECT one.account, one.dependence
FROM (SELECT figures FROM analytics_usagesnapshot WHERE module_key = %s ORDER BY as_of_date DESC, id DESC LIMIT 1) last,
    jsonb_to_recordset(last.figures -> 'by_account') AS one(account text, dependence double precision)
"""


def keep_snapshot(usage: ModuleUsage, *, now: datetime) -> UsageSnapshot:
    """The same figures are kept once per day that they are for."""
    figures = usage.as_json()
    digest = hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()
    found, _ = UsageSnapshot.objects.get_or_create(
        module_key=usage.module,
        as_of_date=usage.as_of,
        sha256=digest,
        defaults={"figures": figures, "created_at": now},
    )
    return found


def published_dependences(*, module_key: str) -> dict[str, float | None]:
    """By account key: the share 0…1 of its activity, as last published; empty while nothing was.

    The database takes these two figures out of the dozen that each of thousands of accounts has.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DEPENDENCES, [module_key])
        return dict(cursor.fetchall())
