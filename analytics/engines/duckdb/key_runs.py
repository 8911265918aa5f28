"""Which of these keys may have been taken before? Sorted arrays on disk answer at a cost that follows the new keys.

An event is known by a hash of 64 bits of its id, or of its content where it has none. That is a hint, never a verdict:
of the few keys that are met again the events themselves decide, so that two events of one hash stay two. Bloom filters
per day would cost a look per day of history; a join with all earlier files costs the history itself.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from analytics.engines.duckdb.event_session import EventSession, Keys

# Without an event id the content is the identity. The order of the columns is part of the hash.
KEY = (
    'CASE WHEN event_id IS NULL THEN hash(occurred_at, account, "user", module, action, quantity, source, client,'
    " integration) ELSE hash(source, event_id) END"
)
_AT_ONCE = 1 << 20


def maker(session: EventSession) -> str:
    """A fingerprint of the hash function, which another version of DuckDB may change."""
    probe = "SELECT hash('probe', 'key'), hash(TIMESTAMP '2001-02-03 04:05:06', 'é', 1.5::DECIMAL(20,6), NULL::VARCHAR)"
    return "-".join(f"{number:x}" for row in session.ask(probe) for number in row if isinstance(number, int))


def sorted_keys(session: EventSession, relation: str) -> Keys:
    """The keys of all events of a relation, equal ones beside each other."""
    found = session.keys(f"SELECT {KEY} AS key FROM {relation}")  # noqa: S608  (expressions of ours)
    found.sort()
    return found


def met_twice(keys: Keys) -> Keys:
    """Of sorted keys those that stand there more than once."""
    return np.unique(keys[1:][keys[1:] == keys[:-1]])


def met_before(keys: Keys, runs: Iterable[Path]) -> Keys:
    """Of sorted keys those that a run holds."""
    found = [_common(keys, np.load(path, mmap_mode="r")) for path in runs]
    return np.unique(np.concatenate(found)) if found else keys[:0]


def write_run(target: Path, keys: Keys, earlier: Sequence[Path] = ()) -> int:
    """Sorted keys, together with those of earlier runs, as a run; returns how many it holds."""
    merged = np.concatenate([keys, *(np.load(path) for path in earlier)]) if earlier else keys
    if earlier:
        merged.sort(kind="stable")  # runs that are sorted already are merged, not sorted anew
    with target.open("wb") as stream:
        np.save(stream, merged)
    return len(merged)


def _common(keys: Keys, run: Keys) -> Keys:
    """The shorter side is looked for in the longer."""
    few, many = (keys, run) if len(keys) <= len(run) else (run, keys)
    if not len(few):
        return keys[:0]
    found = [
        part[many[np.minimum(np.searchsorted(many, part), len(many) - 1)] == part]
        for part in (few[start : start + _AT_ONCE] for start in range(0, len(few), _AT_ONCE))
    ]
    return np.concatenate(found)
