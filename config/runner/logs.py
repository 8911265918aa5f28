"""What did each child say, and how much of it is kept?"""

import shutil
from pathlib import Path

LIMIT_BYTES = 10 * 1024**2
KEPT = 3


def rotate(folder: Path, *, limit_bytes: int = LIMIT_BYTES) -> None:
    """Copy and cut: the children append to files that they hold open."""
    for log in folder.glob("*.log"):
        if log.stat().st_size <= limit_bytes:
            continue
        for number in range(KEPT, 1, -1):
            older = log.with_suffix(f".log.{number - 1}")
            if older.exists():
                older.replace(log.with_suffix(f".log.{number}"))
        shutil.copyfile(log, log.with_suffix(".log.1"))
        with log.open("r+b") as stream:
            stream.truncate(0)
