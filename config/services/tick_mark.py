"""When did the reconciler last finish a tick on this host?"""

from datetime import UTC, datetime
from pathlib import Path


def mark_tick(state: Path) -> None:
    """Called by `manage.py tick` after each round; the time is the file's own."""
    (state / "tick").touch(mode=0o600)


def last_tick(state: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp((state / "tick").stat().st_mtime, UTC)
    except OSError:
        return None
