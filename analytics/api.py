"""Through which door do the other apps reach usage?"""

from analytics.rules.activity import ActivityEvent
from analytics.rules.import_report import FileReport, ImportReport
from analytics.services.import_events import import_events
from analytics.services.import_files import import_files, try_files
from analytics.services.recipe import DEFAULT_SOURCE, Recipe

__all__ = [
    "DEFAULT_SOURCE",
    "ActivityEvent",
    "FileReport",
    "ImportReport",
    "Recipe",
    "import_events",
    "import_files",
    "try_files",
]
