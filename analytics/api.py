"""Through which door do the other apps reach usage?"""

from analytics.rules.account_usage import AccountUsage
from analytics.rules.activity import ActivityEvent
from analytics.rules.import_report import FileReport, ImportReport
from analytics.rules.module_usage import ModuleUsage, account_as_json
from analytics.services.import_events import import_events
from analytics.services.import_files import import_files, try_files
from analytics.services.recipe import DEFAULT_SOURCE, Recipe
from analytics.services.usage import account_usage, last_complete_day, usage

__all__ = [
    "DEFAULT_SOURCE",
    "AccountUsage",
    "ActivityEvent",
    "FileReport",
    "ImportReport",
    "ModuleUsage",
    "Recipe",
    "account_as_json",
    "account_usage",
    "import_events",
    "import_files",
    "last_complete_day",
    "try_files",
    "usage",
]
