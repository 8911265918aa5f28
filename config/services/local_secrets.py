"""Which secrets does a local workspace make for itself, once, and where are they kept?"""

import os
import secrets
from pathlib import Path


def made_once(folder: Path, name: str) -> str:
    """The secret `folder/name`: 32 random bytes in hexadecimal, made on first use, readable by us alone."""
    file = folder / name
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(file, secrets.token_hex(32))
    return file.read_text(encoding="ascii").strip()


def _write_whole(file: Path, value: str) -> None:
    """Whoever comes first wins, and nobody ever reads half a secret."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(value + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
