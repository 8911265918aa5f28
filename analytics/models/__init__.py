"""Which tables does analytics own?"""

from analytics.models.activity import (
    ActivityImport,
    ActivitySource,
    ImportedDay,
    ImportStatus,
    RollupPartition,
    UsageSnapshot,
)

__all__ = [
    "ActivityImport",
    "ActivitySource",
    "ImportStatus",
    "ImportedDay",
    "RollupPartition",
    "UsageSnapshot",
]
