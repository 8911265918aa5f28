"""How do finished chunks become one package with its receipt?"""

import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from lifecycle.api import fingerprint, own_public_key, sign
from portability.formats import verify_receipt
from portability.formats.bag import Payload, tag_files
from portability.formats.index_page import Facts, Listed, index_page
from portability.formats.zipping import add_bytes, add_stream, new_zip
from portability.models import Export, Snapshot
from portability.rules.canonical import Json, canonical_bytes
from portability.rules.im import PROFILE
from portability.rules.merkle import Tree
from portability.rules.receipt import Tally, imbalance, rows
from portability.services.exports.chunk import PackedFile, Work, read_notes
from portability.services.exports.judging import snapshot_cells
from portability.services.exports.readme import README
from portability.services.stores import secrets_folder
from portability.storage.places import Place

FORMAT = "sunsetter-receipt/1"
AGENT = "Sunsetter (https://www.rfc-editor.org/rfc/rfc8493)"


class Unbalanced(Exception):
    """The receipt does not add up: records were lost or counted twice. The message names the cells."""


@dataclass(slots=True)
class Gathered:
    """What all chunks together wrote and remember."""

    files: dict[str, tuple[PackedFile, str]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    missing: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.failed


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything that packing needs; `beat` renews the lease, and stops whoever lost it."""

    export: Export
    snapshot: Snapshot
    work: Work
    gathered: Gathered
    place: Place
    beat: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Packed:
    """What became of a package, for the export's row."""

    is_complete: bool
    receipt_sha256: str
    totals: dict[str, Json]
    fingerprint: str


def gather(place: Place, chunks: list[str], beat: Callable[[], None]) -> Gathered:
    """Read what the chunks remember, in order."""
    found = Gathered()
    for path in chunks:
        beat()
        with place.open(path) as stream:
            notes = read_notes(stream)
        for each in notes.files:
            found.files.setdefault(each.path, (each, path))
        found.tally.merge(notes.tally)
        found.missing += notes.missing
        found.failed += notes.failed
        for each_leaf in notes.leaves:
            found.tree.add(each_leaf)
    return found


def write_package(parcel: Parcel, path: Path) -> Packed:
    """Write the zip. Raises Unbalanced when a record of the snapshot is not accounted for."""
    gathered, snapshot = parcel.gathered, parcel.snapshot
    cells = snapshot_cells(parcel.work.segments)
    if wrong := imbalance(cells, gathered.tally):
        raise Unbalanced("; ".join(wrong[:20]))
    own = _own_files(parcel)
    receipt = canonical_bytes(_receipt(parcel, own, rows(cells, gathered.tally)))
    seal = sign(receipt, secrets_folder())
    own |= {"receipt.json": receipt, "receipt.sig.json": canonical_bytes(dict(seal.as_json()))}
    _write(parcel, own, path)
    return Packed(
        gathered.is_complete, hashlib.sha256(receipt).hexdigest(), _totals(snapshot, gathered), seal.fingerprint
    )


def _own_files(parcel: Parcel) -> dict[str, bytes]:
    """The files which every package has, but for receipt and seal."""
    export, snapshot, gathered, names = parcel.export, parcel.snapshot, parcel.gathered, parcel.work.directory
    facts = Facts(
        account=export.account.name,
        taken_at=snapshot.taken_at.astimezone(UTC).isoformat(timespec="seconds"),
        in_snapshot=snapshot.records,
        exported=gathered.tree.size,
        excluded=gathered.tally.by_reason("excluded"),
        missing=len(gathered.missing),
        failed=len(gathered.failed),
        is_complete=gathered.is_complete,
        fingerprint=fingerprint(own_public_key(secrets_folder())),
    )
    listed = (
        Listed(each.path, each.kind, names.container(each.container), each.month, each.records)
        for each, _ in gathered.files.values()
    )
    return {
        "index.html": index_page(facts, listed),
        "README.txt": README.encode(),
        "request.json": json.dumps(export.request, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n",
        "verify_receipt.py": Path(verify_receipt.__file__).read_bytes(),
    }


def _totals(snapshot: Snapshot, gathered: Gathered) -> dict[str, Json]:
    tally = gathered.tally
    return {
        "in_snapshot": snapshot.records,
        "exported": tally.total("exported"),
        "excluded": dict(tally.by_reason("excluded")),
        "withheld": dict(tally.by_reason("withheld")),
        "failed": dict(tally.by_reason("failed")),
        "failed_items": len(gathered.failed),
        "missing_files": len(gathered.missing),
    }


def _receipt(parcel: Parcel, own: dict[str, bytes], cells: list[Json]) -> dict[str, Json]:
    export, snapshot, gathered = parcel.export, parcel.snapshot, parcel.gathered
    files: list[Json] = [
        {"path": each.path, "size": each.size, "sha256": each.sha256, "records": each.records}
        for each, _ in gathered.files.values()
    ]
    files += [{"path": name, "size": len(content), "sha256": _hash(content)} for name, content in own.items()]
    failed: list[Json] = [{"id": name, "error": why} for name, why in gathered.failed]
    return {
        "format": FORMAT,
        "profile": PROFILE,
        "export": str(export.uuid),
        "account": export.account.key,
        "request": export.request,
        "request_sha256": export.request_sha256,
        "snapshot": {
            "uuid": str(snapshot.uuid),
            "number": snapshot.number,
            "taken_at": snapshot.taken_at.astimezone(UTC).isoformat(),
            "records": snapshot.records,
            "root": snapshot.root,
        },
        "complete": gathered.is_complete,
        "day_zone": "UTC",
        "totals": _totals(snapshot, gathered),
        "cells": cells,
        "missing": list(gathered.missing),
        "failed": failed,
        "withheld": [],
        "shortened": [],
        "exported_root": gathered.tree.root(),
        "files": files,
    }


def _write(parcel: Parcel, own: dict[str, bytes], path: Path) -> None:
    export, snapshot, gathered = parcel.export, parcel.snapshot, parcel.gathered
    root = f"{export.account.key}-export-{str(export.uuid)[:8]}"
    payload = [Payload(f"data/{each.path}", each.size, each.sha256) for each, _ in gathered.files.values()]
    payload += [Payload(f"data/{name}", len(content), _hash(content)) for name, content in own.items()]
    info = {
        "Bag-Software-Agent": AGENT,
        "Bagging-Date": snapshot.taken_at.astimezone(UTC).date().isoformat(),
        "External-Identifier": str(export.uuid),
        "Bag-Group-Identifier": str(export.uuid),
        "Bag-Count": "1 of 1",
        "Internal-Sender-Identifier": export.account.key,
    }
    by_chunk: dict[str, list[PackedFile]] = {}
    for each, chunk in gathered.files.values():
        by_chunk.setdefault(chunk, []).append(each)
    with new_zip(path) as target:
        for name, content in tag_files(payload, info).items():
            add_bytes(target, f"{root}/{name}", content)
        for name, content in sorted(own.items()):
            add_bytes(target, f"{root}/data/{name}", content)
        for chunk, files in by_chunk.items():
            parcel.beat()
            with parcel.place.open(chunk) as stream, zipfile.ZipFile(stream) as source:
                for each in files:
                    with source.open(each.path) as content_stream:
                        add_stream(target, f"{root}/data/{each.path}", each.size, content_stream)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
