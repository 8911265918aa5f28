"""Which tables does analytics own?"""

from analytics.models.activity import (
    ActivityImport,
    ActivitySource,
    ImportedDay,
    ImportStatus,
    RollupPartition,
    UsageSnapshot,
)
from analytics.models.affected import AffectedMark
from analytics.models.batches import ActivityBatch, BatchStatus, QueryCursor
from analytics.models.burn_down import BurnDownDay, UsageBaseline
from analytics.models.event_files import EventFile, FiledImport, KeyRun
from analytics.models.floods import FlaggedUser, FloodDecision
from analytics.models.pulled import PulledDay
from analytics.models.reports import UsageReport

__all__ = [
    "ActivityBatch",
    "ActivityImport",
    "ActivitySource",
    "AffectedMark",
    "BatchStatus",
    "BurnDownDay",
    "EventFile",
    "FiledImport",
    "FlaggedUser",
    "FloodDecision",
    "ImportStatus",
    "ImportedDay",
    "KeyRun",
    "PulledDay",
    "QueryCursor",
    "RollupPartition",
    "UsageBaseline",
    "UsageReport",
    "UsageSnapshot",
]
