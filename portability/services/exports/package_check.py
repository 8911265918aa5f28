"""Is a package what it says? Reads it from its bytes alone, and names whatever is wrong."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from lifecycle.api import Signature, holds
from portability.formats.bag import read_manifest
from portability.rules.canonical import NotCanonical
from portability.rules.merkle import Tree, leaf
from portability.rules.records import from_line
from portability.storage.places import PIECE

TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")
SEAL = "tagmanifest-sha256.txt"


@dataclass(slots=True)
class _Look:
    archive: zipfile.ZipFile
    root: str
    beat: Callable[[], None]
    hashes: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def check_package(stream: BinaryIO, expected_sha256: str, beat: Callable[[], None] = lambda: None) -> list[str]:
    """Sentences about what is wrong; empty when every byte, hash, count and the signature hold."""
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    beat()
    found = [] if digest.hexdigest() == expected_sha256 else ["package.zip: not the bytes that were made"]
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return found + _check_entries(archive, beat)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, NotImplementedError) as error:
        return [*found, f"package.zip: cannot be opened: {error}"]


def _check_entries(archive: zipfile.ZipFile, beat: Callable[[], None]) -> list[str]:
    roots = {name.partition("/")[0] for name in archive.namelist()}
    if len(roots) != 1:
        return [f"package.zip: one folder expected, found {len(roots)}"]
    look = _Look(archive, roots.pop(), beat)
    for name in archive.namelist():
        look.hashes[name.partition("/")[2]] = _hash_of(look, name)
    _check_manifests(look)
    if not look.wrong:
        _check_receipt(look)
    return look.wrong


def _hash_of(look: _Look, name: str) -> str:
    look.beat()
    digest = hashlib.sha256()
    try:
        with look.archive.open(name) as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        look.wrong.append(f"{name}: damaged: {error}")
    return digest.hexdigest()


def _check_manifests(look: _Look) -> None:
    for manifest, names in ((SEAL, set(TAGS)), ("manifest-sha256.txt", None)):
        if manifest not in look.hashes:
            look.wrong.append(f"{manifest}: missing")
            continue
        listed = read_manifest(look.archive.read(f"{look.root}/{manifest}"))
        present = names if names is not None else {name for name in look.hashes if name.startswith("data/")}
        look.wrong += [f"{name}: missing" for name in sorted(set(listed) - set(look.hashes))]
        look.wrong += [f"{name}: not in {manifest}" for name in sorted(present - set(listed))]
        look.wrong += [
            f"{name}: changed"
            for name, digest in sorted(listed.items())
            if name in look.hashes and look.hashes[name] != digest
        ]


def _check_receipt(look: _Look) -> None:
    content = look.archive.read(f"{look.root}/data/receipt.json")
    seal = json.loads(look.archive.read(f"{look.root}/data/receipt.sig.json"))
    if not holds(content, Signature(seal["public_key"], seal["signature"])):
        look.wrong.append("receipt.json: the signature does not hold")
        return
    receipt = json.loads(content)
    for each in receipt["files"]:
        if look.hashes.get(f"data/{each['path']}") != each["sha256"]:
            look.wrong.append(f"{each['path']}: not as the receipt says")
    _check_balance(look, receipt["cells"])
    if "jsonl" in receipt["request"]["formats"]:
        _check_records(look, receipt["totals"]["exported"], receipt["exported_root"], receipt["files"])


def _check_balance(look: _Look, cells: list[dict[str, object]]) -> None:
    for row in cells:
        lists = [row.get(name) for name in ("excluded", "withheld", "failed")]
        parts = [number for each in lists if isinstance(each, dict) for number in each.values()]
        if row["in_snapshot"] != row.get("exported", 0) + sum(parts):
            look.wrong.append(f"receipt.json: {row['kind']} {row['container']} {row['day']} does not balance")


def _check_records(look: _Look, number: int, root: str, files: list[dict[str, str]]) -> None:
    tree = Tree()
    for each in files:
        if not each["path"].startswith("records/"):
            continue
        look.beat()
        with look.archive.open(f"{look.root}/data/{each['path']}") as stream:
            for raw in stream:
                try:
                    line = from_line(raw.rstrip(b"\n"))
                except NotCanonical as error:
                    look.wrong.append(f"{each['path']}: {error}")
                    continue
                tree.add(leaf(line.record.kind, line.record.id, line.hash))
    if tree.size != number:
        look.wrong.append(f"records: {tree.size} read back, the receipt says {number}")
    elif tree.root() != root:
        look.wrong.append("records: the root over them is not that of the receipt")
