"""Which objects does a record become at a target of given limits, and what is lost on the way?"""

import hashlib
from dataclasses import dataclass

from portability.rules.canonical import Json, hash_of, parse_line, plain_bytes
from portability.rules.kinds import RANK, Kind
from portability.rules.transfer_limits import Limits, LossCode

FILE = "file"  # the kind of a file's bytes; every other kind is a record's
OURS = frozenset({"raw", "source"})  # how we read it: of no use at the replacement
REPEATED = ("kind", "id", "account", "container", "persons", "at", "at_source", "at_zone", "at_precision", "sender")


@dataclass(frozen=True, slots=True)
class Adapted:
    """The bodies to write, in the order of their parts; none when the record stays in the archive only."""

    kind: str
    id: str
    bodies: tuple[bytes, ...]
    losses: tuple[LossCode, ...]


def turn_of(kind: str) -> int:
    """When it is written: bytes of files first, then parents before children."""
    return 0 if kind == FILE else 1 + RANK[Kind(kind)]


def adapt(line: bytes, limits: Limits) -> Adapted:
    """A canonical line as the target can hold it.

    A body is canonical again and keeps its hash when nothing was changed; else `source_hash` is that of the record.
    Parts say `part` of `parts`; their texts joined are the record's.
    """
    value = parse_line(line)
    kind, name = str(value["kind"]), str(value["id"])
    if not limits.takes(kind):
        return Adapted(kind, name, (), (LossCode.KIND,))
    kept = {key: content for key, content in value.items() if key not in OURS}
    losses = _reduce(kept, limits)
    pieces = _split(kept, limits)
    losses += [LossCode.TEXT_LENGTH] if len(pieces) > 1 else []
    bodies = tuple(_body(each, str(value["hash"])) for each in pieces)
    if limits.object_bytes is not None and max(len(body) for body in bodies) > limits.object_bytes:
        return Adapted(kind, name, (), (*losses, LossCode.OBJECT_BYTES))
    return Adapted(kind, name, bodies, tuple(losses))


def file_losses(size_bytes: int, limits: Limits) -> tuple[LossCode, ...]:
    """Why the bytes of a file are not written; empty when they are."""
    if not limits.takes(FILE):
        return (LossCode.KIND,)
    is_too_big = limits.file_bytes is not None and size_bytes > limits.file_bytes
    return (LossCode.FILE_BYTES,) if is_too_big else ()


def key_of(transfer: str, kind: str, source_id: str, part: int, round_: int) -> str:
    """The idempotency key of one writing; a repair is another writing and has another key."""
    return hashlib.sha256(f"{transfer}\n{kind}\n{source_id}\n{part}\n{round_}".encode()).hexdigest()


def _reduce(kept: dict[str, Json], limits: Limits) -> list[LossCode]:
    """Take out what the target cannot keep."""
    losses = []
    for field, is_kept, code in (
        ("edits", limits.keeps_edits, LossCode.EDITS),
        ("reactions", limits.keeps_reactions, LossCode.REACTIONS),
    ):
        if not is_kept and kept.pop(field, None):
            losses.append(code)
    at = kept.get("at")
    if isinstance(at, int) and at % limits.precision_ms:
        kept["at"] = at - at % limits.precision_ms
        losses.append(LossCode.PRECISION)
    return losses


def _split(kept: dict[str, Json], limits: Limits) -> list[dict[str, Json]]:
    """By code points; what is not text stands in the first part, who, where and when in each."""
    text = kept.get("text")
    step = limits.text_length
    if not isinstance(text, str) or step is None or len(text) <= step:
        return [kept]
    texts = [text[start : start + step] for start in range(0, len(text), step)]
    repeated = {key: kept[key] for key in REPEATED if key in kept}
    return [
        {**(kept if part == 0 else repeated), "text": piece, "part": part, "parts": len(texts)}
        for part, piece in enumerate(texts)
    ]


def _body(value: dict[str, Json], source_hash: str) -> bytes:
    value.pop("hash", None)
    digest = hash_of(value)
    if digest != source_hash:
        value["source_hash"] = source_hash
        digest = hash_of(value)
    value["hash"] = digest
    return plain_bytes(value)
