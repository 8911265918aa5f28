"""How is an act written so that nobody can change, drop, add or reorder it unseen?"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64


def canonical(body: Mapping[str, object]) -> str:
    """RFC 8785 for what we write: sorted keys, no spaces, text as is, no floats (their text form varies)."""
    return json.dumps(_plain(body), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted(str(each) for each in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if value is None or isinstance(value, (bool, int)):
        return value
    return str(value)


def link_hash(*, seq: int, previous: str, body: str) -> str:
    """SHA-256 over the place, the previous hash and the canonical bytes of the act."""
    return hashlib.sha256(f"{seq}\n{previous}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """A stored link: `body` as stored now, `columns` what the row's own columns say of the same act."""

    seq: int
    previous: str
    hash: str
    body: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place that does not agree; `kind` is one of gap, fork, changed, columns, tail, signature."""

    seq: int
    kind: str
    sentence: str


def first_fault(links: Iterable[Link], *, start: int = 1, previous: str = GENESIS) -> tuple[Fault | None, int, str]:
    """Walk links in order; answer the first fault (or None), the last good seq and its hash."""
    expected, before = start, previous
    for link in links:
        fault = _fault_of(link, expected, before)
        if fault:
            return fault, expected - 1, before
        expected, before = expected + 1, link.hash
    return None, expected - 1, before


def _stored(body: str) -> dict[str, object]:
    """What a body says; nothing, when somebody replaced it by something that is no act."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _fault_of(link: Link, expected: int, before: str) -> Fault | None:
    if link.seq != expected:
        return Fault(expected, "gap", f"event {expected} is missing: the chain goes on with {link.seq}")
    if link.previous != before:
        return Fault(expected, "fork", f"event {expected} does not follow event {expected - 1}")
    if link_hash(seq=link.seq, previous=link.previous, body=link.body) != link.hash:
        return Fault(expected, "changed", f"event {expected} was changed after it was recorded")
    stored = _stored(link.body)
    differing = sorted(name for name, text in link.columns.items() if str(stored.get(name, "")) != text)
    if differing:
        return Fault(expected, "columns", f"event {expected}: column {', '.join(differing)} was changed")
    return None
