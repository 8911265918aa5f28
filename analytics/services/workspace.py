"""Where do activity files lie, and what of them is left over from a crash?"""

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings


def activity_dir() -> Path:
    return Path(settings.STATE_DIR) / "activity"


def events_dir() -> Path:
    return activity_dir() / "events"


def rollups_dir() -> Path:
    return activity_dir() / "rollups"


def pulled_dir() -> Path:
    """Days that customers' warehouses rolled up."""
    return activity_dir() / "pulled"


def reports_dir() -> Path:
    """A folder for each report on all modules, with one for each shard."""
    return activity_dir() / "reports"


def rejects_dir() -> Path:
    return Path(settings.STATE_DIR) / "rejects"


@contextmanager
def scratch_dir() -> Iterator[Path]:
    """A folder of our own on the same file system, so that what is finished in it can be renamed out of it."""
    parent = activity_dir() / "scratch"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def spill_dir() -> Iterator[Path]:
    """Where a reader's memory may overflow to; the sweep of imports leaves it alone."""
    parent = activity_dir() / "spill"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


def settle(finished: Path, target: Path) -> None:
    """Make a finished file, or a folder of such, durable under its last name: synced, renamed, the rename synced."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for each in (*finished.rglob("*"), finished):
        _sync(each)
    finished.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep_scratch() -> None:
    """What a killed import left half done. Only under the import lock: nobody else writes there."""
    for folder in (activity_dir() / "scratch").glob("*"):
        shutil.rmtree(folder, ignore_errors=True)


def sweep_spill(*, before: float) -> None:
    """What a killed reader left."""
    for folder in (activity_dir() / "spill").glob("*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)


def let_go(paths: Iterable[Path]) -> None:
    """Before a manifest ceases to name them: their time for readers who hold them begins now, whenever written."""
    for path in paths:
        with suppress(FileNotFoundError):
            os.utime(path)


def sweep(folder: Path, *, keep: Collection[str], before: float) -> None:
    """Delete files that no manifest names and that were last written, or let go of, before that time."""
    for path in folder.glob("*.parquet"):
        if path.name not in keep and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
