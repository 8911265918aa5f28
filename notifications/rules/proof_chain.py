"""How do proven facts hang together, so that nobody can change, drop or reorder one unseen?"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One entry: `body` is canonical JSON; `sha` covers place, body and the entry before."""

    n: int
    body: str
    prev_sha: str
    sha: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a file breaks; `n` 0 is the file as a whole."""

    n: int
    what: str


def canonical(facts: Mapping[str, object]) -> str:
    """Sorted keys, no blanks, text as it is: the same facts are the same bytes."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link(n: int, body: str, prev_sha: str) -> Link:
    return Link(n, body, prev_sha, hashlib.sha256(f"{n}\x00{prev_sha}\x00{body}".encode()).hexdigest())


def digest(salt: str, value: str) -> str:
    """What stands in an entry instead of a name, an address, or a person's words."""
    return hashlib.sha256(f"{salt}\x00{value}".encode()).hexdigest()


def faults(links: Iterable[Link], *, count: int, head: str) -> tuple[Fault, ...]:
    """Every place at which the chain does not hold; empty when it does."""
    found, prev, last = [], "", 0
    for each in links:
        last += 1
        if each.n != last:
            found.append(Fault(each.n, f"stands where entry {last} is expected"))
        if each.prev_sha != prev:
            found.append(Fault(each.n, "does not follow the entry before it"))
        if link(each.n, each.body, each.prev_sha).sha != each.sha:
            found.append(Fault(each.n, "its words were changed"))
        prev = each.sha
    if last != count:
        found.append(Fault(0, f"holds {last} entries and says it holds {count}"))
    if prev != head:
        found.append(Fault(0, "its head is not that of its last entry"))
    return tuple(found)


def wrong_values(personal: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Digests whose (digest, salt, value) do not belong together; who was erased is not among them."""
    return tuple(each for each, salt, value in personal if digest(salt, value) != each)
