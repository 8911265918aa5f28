"""Where does a batch lie from its receipt until it is imported?"""

import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from analytics.services.workspace import activity_dir, settle

_HALF_WRITTEN = ".part"


def spool_dir() -> Path:
    return activity_dir() / "spool"


def spooled(uuid: UUID) -> Path:
    return spool_dir() / f"{uuid}.jsonl"


def lay_down(uuid: UUID, text: bytes) -> Path:
    """Durable under its name when this returns: written, synced, renamed, the folder synced."""
    spool_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
    number, name = tempfile.mkstemp(dir=spool_dir(), prefix=f"{uuid}.", suffix=_HALF_WRITTEN)
    half = Path(name)
    try:
        with os.fdopen(number, "wb") as target:
            target.write(text)
        settle(half, spooled(uuid))
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return spooled(uuid)


def take_away(uuid: UUID) -> None:
    """Its events are imported, or it was never told to anybody that it lies here."""
    spooled(uuid).unlink(missing_ok=True)


def sweep_spool(*, keep: Collection[str], before: float) -> int:
    """Delete what a killed receiver left: files that no row names and that were last written before that time."""
    found = 0
    for path in [*spool_dir().glob("*.jsonl"), *spool_dir().glob(f"*{_HALF_WRITTEN}")]:
        try:
            is_old = path.stat().st_mtime < before
        except FileNotFoundError:
            continue
        if path.name not in keep and is_old:
            path.unlink(missing_ok=True)
            found += 1
    return found
