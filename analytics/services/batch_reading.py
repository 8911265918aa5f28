"""Which batches did programs send, and what became of each?"""

from analytics.models import ActivityBatch


def recent_batches(*, limit: int, source: str = "") -> list[ActivityBatch]:
    """Newest first, each with its import; of one source, or of all."""
    found = ActivityBatch.objects.select_related("activity_import").order_by("-id")
    return list((found.filter(source=source) if source else found)[:limit])
