"""Who and where: which records do the listings of a Slack export make?"""

from collections.abc import Iterator
from dataclasses import dataclass

from portability.connectors.found import Found, StructuralFault, Use
from portability.connectors.slack.names import PREFIX, seconds_ms
from portability.connectors.slack.reading import Fields, inner, inners, listing, objects, raw, text, texts
from portability.connectors.source import Source
from portability.rules import im
from portability.rules.kinds import ContentType, Kind, Precision
from portability.rules.records import Record
from portability.rules.records import Source as Origin

LISTINGS = {"channels.json": "channel", "groups.json": "private", "dms.json": "direct", "mpims.json": "group_direct"}
ROLES = ("is_primary_owner", "is_owner", "is_admin", "is_restricted", "is_ultra_restricted")


@dataclass(frozen=True, slots=True)
class Place:
    """A container of the export: its id, folder, type and the ids of its pinned messages."""

    id: str
    folder: str
    type: str
    fields: Fields
    file: str
    line: int

    @property
    def pins(self) -> frozenset[str]:
        return frozenset(str(pin.get("id")) for pin in inners(self.fields, "pins"))


def places(source: Source) -> dict[str, Place]:
    """Containers by folder: the channel's name, for direct conversations the id."""
    present = set(source.names())
    for needed in ("users.json", "channels.json"):
        if needed not in present:
            raise StructuralFault(f"{needed} is missing: this is no Slack export, or its folder was not its root")
    found: dict[str, Place] = {}
    for file, kind in LISTINGS.items():
        for line, fields in enumerate(objects(source, file) if file in present else (), 1):
            folder = text(fields, "name") or str(fields["id"])
            place = Place(str(fields["id"]), folder, kind, fields, file, line)
            if folder in found:
                raise StructuralFault(f"{file}, item {line}: two conversations share the folder {folder!r}")
            found[folder] = place
    return found


def people(source: Source, account: str) -> Iterator[Record]:
    """The listed users; the workspace they belong to comes first."""
    teams: dict[str, None] = {}
    for line, fields in enumerate(objects(source, "users.json"), 1):
        team = text(fields, "team_id")
        if team and team not in teams:
            teams[team] = None
            origin = Origin(PREFIX, team, "users.json", line)
            yield Record(Kind.ORG_UNIT, team, account, im.OrgUnit(name=team), source=origin)
        yield _person(fields, account, line)


def stranger(account: str, user: str, file: str, line: int, name: str | None = None) -> Record:
    """A sender whom users.json does not list: kept, marked as unknown."""
    is_bot = user.startswith("B")
    body = im.Person(name=name or user, known=False, is_bot=is_bot)
    return Record(Kind.USER, user, account, body, persons=(user,), source=Origin(PREFIX, user, file, line))


def containers(place: Place, account: str) -> Iterator[Found]:
    """A container, its members and its pins."""
    fields, origin = place.fields, Origin(PREFIX, place.id, place.file, place.line)
    members = texts(fields, "members")
    body = im.Container(
        name=text(fields, "name") or place.id,
        type=place.type,
        topic=text(inner(fields, "topic"), "value"),
        purpose=text(inner(fields, "purpose"), "value"),
        created_at=seconds_ms(fields.get("created")),
        creator=text(fields, "creator"),
        is_archived=fields.get("is_archived") is True,
        former_names=texts(fields, "previous_names"),
    )
    yield Record(Kind.CONTAINER, place.id, account, body, source=origin, raw=raw(fields))
    for member in dict.fromkeys(members):
        key = f"{place.id}/{member}"
        yield Record(
            Kind.MEMBERSHIP,
            key,
            account,
            im.Membership(),
            container=place.id,
            persons=(member,),
            source=Origin(PREFIX, key, place.file, place.line),
        )
    yield from _pins(place)


def _pins(place: Place) -> Iterator[Use]:
    for pin in inners(place.fields, "pins"):
        at, user = seconds_ms(pin.get("created")), text(pin, "user")
        if at is not None and user:
            yield Use(at, user, "pins", "pin.add", f"{PREFIX}:{place.id}/{pin.get('id')}/pin")


def integrations(source: Source, account: str) -> Iterator[Found]:
    """Who added or removed which integration, from integration_logs.json where it exists."""
    name = "integration_logs.json"
    for line, fields in enumerate(listing(source, name) if name in source.names() else (), 1):
        if not isinstance(fields, dict):
            raise StructuralFault(f"{name}, item {line}: expected an object")
        at, user = seconds_ms(fields.get("date")), text(fields, "user_id")
        what = text(fields, "app_type") or text(fields, "service_type") or "integration"
        action = text(fields, "change_type") or "changed"
        if at is None or user is None:
            raise StructuralFault(f"{name}, item {line}: no date or no user_id")
        key = f"{at}/{user}/{text(fields, 'app_id') or text(fields, 'service_id') or what}/{action}"
        details = tuple(each for each in (what, text(fields, "scope")) if each)
        yield Record(
            Kind.EVENT,
            key,
            account,
            im.Happening(action=f"integration.{action}", actor=user, details=details),
            persons=(user,),
            at=at,
            at_source=str(fields["date"]),
            at_zone="UTC",
            at_precision=Precision.SECOND,
            content_type=ContentType.SYSTEM,
            source=Origin(PREFIX, key, name, line),
            raw=raw(fields),
        )
        yield Use(at, user, "integrations", f"integration.{action}", f"{PREFIX}:{key}")


def _person(fields: Fields, account: str, line: int) -> Record:
    profile, user = inner(fields, "profile"), str(fields["id"])
    body = im.Person(
        name=text(fields, "name") or user,
        display_name=text(profile, "real_name") or text(fields, "real_name"),
        email=text(profile, "email"),
        phone=text(profile, "phone"),
        zone=text(fields, "tz"),
        roles=tuple(role.removeprefix("is_") for role in ROLES if fields.get(role) is True),
        is_bot=fields.get("is_bot") is True,
        is_deleted=fields.get("deleted") is True,
    )
    origin = Origin(PREFIX, user, "users.json", line)
    return Record(Kind.USER, user, account, body, persons=(user,), source=origin, raw=raw(fields))
