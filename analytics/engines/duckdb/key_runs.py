"""Which of these keys may have been taken before? Sorted arrays on disk answer at a cost that follows the new keys.

An event is known by a hash of 64 bits of its id, or of its content where it has none. That is a hint, never a verdict:
of the few keys that are met again the events themselves decide, so that two events of one hash stay two. Bloom filters
per day would cost a look per day of history; a join with all earlier files costs the history itself.
"""

from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from mmap import ACCESS_READ, mmap
from pathlib import Path

from analytics.engines.duckdb.event_session import EventSession, Keys

# Without an event id the content is the identity. The order of the columns is part of the hash.
KEY_OF_ID = "hash(source, event_id)"
KEY = (
    'CASE WHEN event_id IS NULL THEN hash(occurred_at, account, "user", module, action, quantity, source, client,'
    f" integration) ELSE {KEY_OF_ID} END"
)
_AT_ONCE = 1 << 12  # keys looked for in one go, in the part of a run that they span: near memory holds it
_IN_TURN = 1 << 16  # what a thread takes of them; numpy lets the threads of others run meanwhile
_THREADS = 2
_CROWDED = 8  # so many neighbours a key: merging both costs half of a search for each


def maker(session: EventSession) -> str:
    """A fingerprint of the hash function, which another version of DuckDB may change."""
    probe = "SELECT hash('probe', 'key'), hash(TIMESTAMP '2001-02-03 04:05:06', 'é', 1.5::DECIMAL(20,6), NULL::VARCHAR)"
    return "-".join(f"{number:x}" for row in session.ask(probe) for number in row if isinstance(number, int))


def sorted_keys(session: EventSession, *relations: str, with_ids: Collection[str] = ()) -> Keys:
    """The keys of all events of relations, equal ones beside each other. In those `with_ids` each event has an id."""
    found = " UNION ALL ".join(
        f"SELECT {KEY_OF_ID if each in with_ids else KEY} AS key FROM {each}"  # noqa: S608  (expressions of ours)
        for each in relations
    )
    return session.keys(f"FROM ({found}) ORDER BY key")  # DuckDB sorts with all its threads, numpy with one


def met_twice(keys: Keys) -> Keys:
    """Of sorted keys those that stand there more than once."""
    return _once(keys[1:][keys[1:] == keys[:-1]])


def met_before(keys: Keys, runs: Iterable[Path]) -> Keys:
    """Of sorted keys those that a run holds."""
    mapped = [_mapped(path, keys) for path in runs]
    parts = [keys[start : start + _IN_TURN] for start in range(0, len(keys), _IN_TURN)]
    with ThreadPoolExecutor(_THREADS) as threads:
        found = threads.map(lambda pair: _common(*pair), [(part, run) for run in mapped for part in parts])
        return _once(joined([keys[:0], *found]))


def joined(parts: Sequence[Keys]) -> Keys:
    """Sorted, with all that are equal. As DuckDB's arrays come: numpy itself is not loaded before the first import."""
    found = type(parts[0])(shape=(sum(map(len, parts)),), dtype=parts[0].dtype)
    at = 0
    for part in parts:
        found[at : at + len(part)] = part
        at += len(part)
    found.sort(kind="stable")  # which merges what is sorted already
    return found


def write_run(target: Path, keys: Keys, earlier: Sequence[Path] = ()) -> int:
    """Sorted keys, together with those of earlier runs, as a run; returns how many it holds."""
    merged = joined([keys, *(_mapped(path, keys) for path in earlier)]) if earlier else keys
    target.write_bytes(merged.data)
    return len(merged)


def _mapped(path: Path, like: Keys) -> Keys:
    """A run as it lies on the disk, of which only what is looked at is read."""
    size = path.stat().st_size
    if not size:
        return like[:0]
    with path.open("rb") as stream:
        held = mmap(stream.fileno(), size, access=ACCESS_READ)
    return type(like)(shape=(size // 8,), dtype=like.dtype, buffer=held)


def _once(keys: Keys) -> Keys:
    """Of sorted keys each once."""
    if not len(keys):
        return keys
    return joined([keys[:1], keys[1:][keys[1:] != keys[:-1]]])


def _common(keys: Keys, run: Keys) -> Keys:
    """The shorter side is looked for in the longer."""
    few, many = (keys, run) if len(keys) <= len(run) else (run, keys)
    found = [few[:0]]
    for start in range(0, len(few), _AT_ONCE):
        part = few[start : start + _AT_ONCE]
        first, last = many.searchsorted(part[[0, -1]])
        near = many[first : last + 1]
        found.append(_merged(part, near) if len(near) <= _CROWDED * len(part) else _searched(part, near))
    return joined(found)


def _merged(part: Keys, near: Keys) -> Keys:
    """Equal neighbours in both together, less those that stand twice in one of them."""
    together = joined([part, near])
    equal = together[1:][together[1:] == together[:-1]]
    return _searched(_searched(equal, part), near)


def _searched(wanted: Keys, among: Keys) -> Keys:
    if not len(wanted) or not len(among):
        return wanted[:0]
    places = among.searchsorted(wanted).clip(max=len(among) - 1)
    found: Keys = wanted[among[places] == wanted]
    return found
