"""Does a source come as events, or from a warehouse? Both cannot be told apart: the same use would count twice."""

from collections.abc import Iterable

from analytics import queries
from analytics.models import ImportedDay
from lifecycle.api import BadInput


def refuse_pull_of(source: str) -> None:
    """Raises BadInput. Again under the import lock before a day is published: an import may have come meanwhile."""
    if ImportedDay.objects.filter(source__name=source, activity_import__pulled=None).exists():
        raise BadInput(f"The source {source!r} has events that were imported: pull from a warehouse as another source.")


def pulled_sources() -> frozenset[str]:
    """Of which no event may be imported, also of days that were not pulled: the next pull would bring them."""
    return frozenset(queries.current_pulled_days().order_by().values_list("source__name", flat=True).distinct())


def no_import_of(sources: Iterable[str]) -> str:
    """Why nothing of a delivery is taken; empty where it holds no row of a pulled source."""
    if not (named := ", ".join(repr(each) for each in sorted(sources))):
        return ""
    return f"the source {named} is pulled from a warehouse: import its events as another source, or pull them"
