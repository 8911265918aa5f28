"""What does an official Slack export (zip or folder) hold, as records and as uses of features?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from portability.connectors.found import Found, Inventory, Quarantined, StructuralFault, Unmapped
from portability.connectors.slack import changes, directory, messages
from portability.connectors.slack.names import MESSAGE_FIELDS, PREFIX, stamp_ms
from portability.connectors.slack.reading import Fields, listing, objects, raw, text
from portability.connectors.source import Source
from portability.rules import im
from portability.rules.canonical import Json
from portability.rules.kinds import Kind
from portability.rules.records import Record
from portability.rules.records import Source as Origin

DAY = re.compile(r"\A(?P<folder>[^/]+)/(?P<day>\d{4}-\d{2}-\d{2})\.json\Z")
LISTED = {*directory.LISTINGS, "users.json", "integration_logs.json"}
SAMPLE_LENGTH = 200


@dataclass(slots=True)
class _Reading:
    """One pass over an export. What it remembers grows with persons and field names, not with messages."""

    source: Source
    account: str
    users: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)


class SlackConnector:
    """Reads `users.json`, `channels.json` and `<channel>/<day>.json`; the other listings where they exist."""

    name = PREFIX

    def inspect(self, source: Source) -> Inventory:
        found = directory.places(source)
        return Inventory(len(list(objects(source, "users.json"))), len(found), len(source.names()))

    def read(self, source: Source, *, account: str, zone: str) -> Iterator[Found]:
        """Users, containers and members, then day by day each channel. Slack's times are UTC: `zone` is not used."""
        del zone
        places, reading = directory.places(source), _Reading(source, account)
        for person in directory.people(source, account):
            if person.kind is Kind.USER:
                reading.users.add(person.id)
            yield person
        for place in places.values():
            yield from directory.containers(place, account)
        for folder, days in _days(source).items():
            place = places.get(folder) or directory.Place(folder, folder, "channel", {}, days[0], 0)
            if folder not in places:
                body, origin = im.Container(name=folder, known=False), Origin(PREFIX, folder, days[0], 0)
                yield Record(Kind.CONTAINER, folder, account, body, source=origin)
            yield from _conversation(reading, place, days)
        yield from directory.integrations(source, account)
        yield from _leftovers(source)


def _days(source: Source) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in source.names():
        if match := DAY.match(name):
            found.setdefault(match["folder"], []).append(name)
    return found


def _leftovers(source: Source) -> Iterator[Unmapped]:
    for name in source.names():
        if name not in LISTED and not DAY.match(name) and not name.startswith("__uploads/"):
            yield Unmapped("file", name)


def _conversation(reading: _Reading, place: directory.Place, days: list[str]) -> Iterator[Found]:
    events = _events(reading.source, days)
    for name in days:
        for line, item in enumerate(listing(reading.source, name), 1):
            if (problem := _problem(item)) or not isinstance(item, dict):
                yield Quarantined(name, line, *(problem or ("item", "not an object")), str(item)[:SAMPLE_LENGTH])
            elif text(item, "subtype") not in changes.EVENTS:
                origin = Origin(PREFIX, str(item["ts"]), name, line)
                yield from _said(reading, item, place, origin, events.pop(origin.key, None))
    for ts, change in events.items():  # the message itself is older than the log
        if change.newest and stamp_ms(ts) is not None:
            origin = Origin(PREFIX, ts, change.file, change.line)
            yield from _said(reading, {**change.newest, "ts": ts}, place, origin, change)


def _said(
    reading: _Reading, item: Fields, place: directory.Place, origin: Origin, change: changes.Changes | None
) -> Iterator[Found]:
    record = messages.message(item, place, reading.account, origin, change)
    for person in _persons(record):
        if person not in reading.users:
            reading.users.add(person)
            yield directory.stranger(reading.account, person, origin.file, origin.line, text(item, "username"))
    for name in sorted(set(item) - MESSAGE_FIELDS - reading.fields):
        reading.fields.add(name)
        yield Unmapped(f"message.{name}", raw({name: item[name]})[:SAMPLE_LENGTH])
    yield record
    yield from messages.attachments(item, record, reading.source)
    yield from messages.uses(record, item)


def _persons(record: Record) -> list[str]:
    reactions = record.body.reactions if isinstance(record.body, im.Message) else ()
    return [*record.persons, *(reaction.person for reaction in reactions)]


def _problem(item: Json) -> tuple[str, str] | None:
    """Field and reason of what makes a row unusable."""
    if not isinstance(item, dict):
        return "item", "not an object"
    if stamp_ms(item.get("ts")) is None:
        return "ts", "no time stamp like 1435330110.000002"
    if not isinstance(item.get("text"), str | None):
        return "text", "not a text"
    return None


def _events(source: Source, days: list[str]) -> dict[str, changes.Changes]:
    """Edits and deletions by the message they concern; grows with them only."""
    found: dict[str, changes.Changes] = {}
    for name in days:
        if b'"message_changed"' not in (content := source.read(name)) and b'"message_deleted"' not in content:
            continue
        for line, item in enumerate(listing(source, name), 1):
            if not isinstance(item, dict) or text(item, "subtype") not in changes.EVENTS:
                continue
            if (target := changes.target_of(item)) is None:
                raise StructuralFault(f"{name}, item {line}: an edit that names no message")
            changes.apply(found.setdefault(target, changes.Changes(file=name, line=line)), item)
    return found
