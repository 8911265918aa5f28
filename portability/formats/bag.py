"""Which tag files make a folder a bag (RFC 8493)?"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True)
class Payload:
    """A file of the bag: its path below the bag's root, size and hash."""

    path: str
    size: int
    sha256: str


def tag_files(payload: Iterable[Payload], info: Mapping[str, str]) -> dict[str, bytes]:
    """The tag files by name, in the order in which they are written."""
    files = sorted(payload, key=lambda each: each.path)
    oxum = f"{sum(each.size for each in files)}.{len(files)}"
    lines = [f"{name}: {_one_line(value)}\n" for name, value in {**info, "Payload-Oxum": oxum}.items()]
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": "".join(lines).encode(),
        "manifest-sha256.txt": manifest((each.path, each.sha256) for each in files),
    }
    hashes = ((name, hashlib.sha256(content).hexdigest()) for name, content in tags.items())
    return {**tags, "tagmanifest-sha256.txt": manifest(hashes)}


def manifest(rows: Iterable[tuple[str, str]]) -> bytes:
    """Hash and path per line; `%`, CR and LF in paths are encoded."""
    return "".join(f"{digest}  {encoded(path)}\n" for path, digest in sorted(rows)).encode()


def read_manifest(content: bytes) -> dict[str, str]:
    """Hash by path. Raises ValueError for a line that is none."""
    found = {}
    for line in content.decode().splitlines():
        digest, _, path = line.partition("  ")
        if not path or len(digest) != 64:
            raise ValueError(f"no line of a manifest: {line[:80]!r}")
        found[decoded(path)] = digest
    return found


def encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decoded(path: str) -> str:
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def _one_line(value: str) -> str:
    return " ".join(value.split())
