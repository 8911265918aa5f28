"""Which figures were published, so that a notice or a decision can cite them?"""

import hashlib
import json
from datetime import datetime

from analytics.models import UsageSnapshot
from analytics.rules.module_usage import ModuleUsage


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
