"""Through which door do the other apps reach usage?"""

from analytics.models import ActivityBatch, ActivityImport, BatchStatus, FlaggedUser, FloodDecision
from analytics.rules.account_json import account_as_json
from analytics.rules.account_usage import AccountUsage
from analytics.rules.activity import ActivityEvent
from analytics.rules.burn_down import BurnDown
from analytics.rules.callers import Callers
from analytics.rules.co_use import CoUse
from analytics.rules.id_twins import IdTwins
from analytics.rules.import_report import FileReport, ImportReport
from analytics.rules.late_use import LateUse
from analytics.rules.left_out import LeftOut
from analytics.rules.module_usage import ModuleUsage
from analytics.services.around_frames import burn_down_frame, callers_frame, co_use_frame, source_days_frame
from analytics.services.batch_reading import recent_batches
from analytics.services.burn_down import burn_down
from analytics.services.callers import callers
from analytics.services.co_use import co_use
from analytics.services.decision_figures import decision_figures
from analytics.services.declare_feed import declare_heartbeat
from analytics.services.exclude_actions import counted_for_good, exclude_actions, excluded_actions, patterns_of
from analytics.services.floods import decide_flood, flagged_user, flagged_users, look_for_floods
from analytics.services.frames import daily_frame, usage_frame
from analytics.services.id_twins import id_twins
from analytics.services.import_events import import_events
from analytics.services.import_files import import_files
from analytics.services.import_reading import (
    LastImport,
    import_called,
    last_imports,
    recent_imports,
    rejected_rows,
    take_rejects,
    unregistered_modules,
)
from analytics.services.left_out import left_out
from analytics.services.push_affected import affected_read_at, push_affected
from analytics.services.push_evidence import events_after, push_evidence
from analytics.services.recipe import DEFAULT_SOURCE, Recipe
from analytics.services.refresh import refresh
from analytics.services.snapshots import published_dependences
from analytics.services.sources import sources_at
from analytics.services.try_files import try_files
from analytics.services.usage import account_usage, last_complete_day, usage
from analytics.services.use_words import why_in_words

# fmt: off
__all__ = [
    "DEFAULT_SOURCE", "AccountUsage", "ActivityBatch", "ActivityEvent", "ActivityImport", "BatchStatus", "BurnDown",
    "Callers", "CoUse", "FileReport", "FlaggedUser", "FloodDecision", "IdTwins", "ImportReport", "LastImport",
    "LateUse", "LeftOut", "ModuleUsage", "Recipe", "account_as_json", "account_usage", "affected_read_at", "burn_down",
    "burn_down_frame", "callers", "callers_frame", "co_use", "co_use_frame", "counted_for_good", "daily_frame",
    "decide_flood", "decision_figures", "declare_heartbeat", "events_after", "exclude_actions", "excluded_actions",
    "flagged_user", "flagged_users", "id_twins", "import_called", "import_events", "import_files", "last_complete_day",
    "last_imports", "left_out", "look_for_floods", "patterns_of", "published_dependences", "push_affected",
    "push_evidence", "recent_batches", "recent_imports", "refresh", "rejected_rows", "source_days_frame", "sources_at",
    "take_rejects", "try_files", "unregistered_modules", "usage", "usage_frame", "why_in_words",
]
# fmt: on
