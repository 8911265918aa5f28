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


def published_dependences(*, module_key: str) -> dict[str, float | None]:
    """By account key: the share 0…1 of its activity, as last published; empty while nothing was."""
    rows = UsageSnapshot.objects.filter(module_key=module_key).order_by("-as_of_date", "-id")
    found = rows.values_list("figures__by_account", flat=True).first() or []
    return {each["account"]: each["dependence"] for each in found}
