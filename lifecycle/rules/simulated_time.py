"""Does the caller of a task live in simulated time, and when is it there?"""

from collections.abc import Mapping
from datetime import datetime


def given_now(ids: Mapping[str, object]) -> datetime | None:
    """The aware instant that came with a doorbell, or None for the clock's own. Raises ValueError without a zone."""
    text = ids.get("now")
    if not text:
        return None
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise ValueError(f"a time without zone: {text}")
    return found
