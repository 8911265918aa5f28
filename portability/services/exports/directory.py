"""Who is who and where is where in a snapshot, and which units does it have?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from lifecycle.api import BadInput
from portability.formats.contract import Directory, Unit
from portability.models import Segment
from portability.rules import im
from portability.rules.filters import Filter
from portability.rules.kinds import Kind
from portability.rules.records import from_line
from portability.storage.content import ContentStore


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id, and ids by everything a person may be called in a request."""

    people: dict[str, str]
    containers: dict[str, str]
    people_by_name: dict[str, str]
    containers_by_name: dict[str, str]


def names_of(segments: Sequence[Segment], store: ContentStore) -> Names:
    """Read the users and containers of a snapshot; grows with persons, not with messages."""
    names = Names({}, {}, {}, {})
    for segment in segments:
        if segment.kind not in {Kind.USER, Kind.CONTAINER}:
            continue
        for line in store.lines(segment.sha256):
            record = from_line(line).record
            if isinstance(record.body, im.Person):
                names.people[record.id] = record.body.display_name or record.body.name
                for alias in (record.body.name, record.body.email, record.body.display_name):
                    names.people_by_name.setdefault((alias or record.id).casefold(), record.id)
            elif isinstance(record.body, im.Container):
                names.containers[record.id] = record.body.name
                names.containers_by_name.setdefault(record.body.name.casefold(), record.id)
    return names


def directory(names: Names, zone: str) -> Directory:
    """What formats show instead of ids."""
    return Directory(names.people, names.containers, ZoneInfo(zone))


def units_of(segments: Sequence[Segment]) -> list[Unit]:
    """One unit per segment; the parts of a container's month are numbered from 1."""
    parts: Counter[tuple[str, str, str]] = Counter()
    found = []
    for segment in segments:
        drawer = (segment.kind, segment.container, segment.month)
        parts[drawer] += 1
        found.append(Unit(Kind(segment.kind), segment.container, segment.month, parts[drawer]))
    return found


def resolved(wanted: Filter, names: Names) -> Filter:
    """The filter by ids, though people write names. Raises BadInput for whom and what nobody knows."""
    return replace(
        wanted,
        persons=_ids(wanted.persons, names.people, names.people_by_name, "person"),
        places=_ids(wanted.places, names.containers, names.containers_by_name, "place"),
    )


def _ids(
    values: tuple[str, ...] | None, known: dict[str, str], by_name: dict[str, str], what: str
) -> tuple[str, ...] | None:
    if values is None:
        return None
    found = {value: value if value in known else by_name.get(value.strip().lstrip("@#").casefold()) for value in values}
    if strangers := sorted(value for value, each in found.items() if each is None):
        raise BadInput(f"no such {what} in this content: {', '.join(strangers)}; give an id, a name or an address")
    return tuple(sorted({each for each in found.values() if each is not None}))
