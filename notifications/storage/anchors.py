"""Where outside the database does it stand what was marked last, and how is that kept whole through a crash?

One small file per lineage and environment in each folder: written beside its place, put on the disk, then moved there.
"""

import json
import logging
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp
from uuid import UUID

from notifications.rules.quarantine import Anchor

_NEVER = datetime.max.replace(tzinfo=UTC)
logger = logging.getLogger(__name__)


def read_anchors(folders: Iterable[Path], *, lineage: str, environment: str) -> tuple[Anchor, ...]:
    """Those that exist. One that cannot be read has no token: nobody knows what it would say."""
    return tuple(
        found for folder in folders if (found := _read(folder / _name(lineage, environment), environment)) is not None
    )


def _read(file: Path, environment: str) -> Anchor | None:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        at, due_until = (datetime.fromisoformat(said[name]) for name in ("at", "due_until"))
        return Anchor(str(UUID(said["token"])), environment, at, due_until)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        logger.exception("anchor cannot be read: %s", file.name)
        return Anchor("", environment, _NEVER, _NEVER)


def write_anchor(folders: Iterable[Path], anchor: Anchor, *, lineage: str) -> int:
    """In how many folders it stands now; raises OSError when in none. Nobody may send without one."""
    problem, written = None, 0
    times = {"at": anchor.at.isoformat(), "due_until": anchor.due_until.isoformat()}
    said = json.dumps({"token": anchor.token, "environment": anchor.environment, **times})
    for folder in folders:
        try:
            _replace(folder / _name(lineage, anchor.environment), said.encode())
            written += 1
        except OSError as error:
            logger.warning("anchor cannot be written: %s", type(error).__name__)
            problem = error
    if not written:
        raise problem or OSError("no folder for the anchor is named")
    return written


def _replace(file: Path, content: bytes) -> None:
    """The draft's name is chance: containers that share a folder may have the same process ids."""
    handle, name = mkstemp(prefix=f".{file.name}.", dir=file.parent)  # readable by its owner alone
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _name(lineage: str, environment: str) -> str:
    return f"anchor-{environment}-{lineage}.json"
