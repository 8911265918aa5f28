"""What do the day logs of an IRC channel hold, as records and as uses of features?"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from portability.connectors.found import Found, Inventory, Quarantined, StructuralFault, Unmapped, Use
from portability.connectors.irc.clock import DayClock
from portability.connectors.irc.lines import Said, decoded, folded, read_line, without_host
from portability.connectors.source import Source
from portability.rules import im
from portability.rules.kinds import ContentType, Kind, Precision
from portability.rules.records import Record
from portability.rules.records import Source as Origin

PREFIX = "irc"
LOG = re.compile(r"\A(?:(?P<folder>.+)/)?(?P<stem>(?P<day>\d{4}-\d{2}-\d{2})[^/]*?)(?:\.raw)?\.(?:txt|log)\Z")
NOT_A_LOG = (".annotation.txt", ".ascii.txt", ".tok.txt")
LINE_LIMIT = 16 * 1024 * 1024
SAMPLE_LENGTH = 200
FEATURES = {
    "message": ("messages", "message.send"),
    "action": ("messages", "message.act"),
    "notice": ("messages", "message.notice"),
    "join": ("channels", "channel.join"),
    "leave": ("channels", "channel.leave"),
    "rename": ("nicknames", "nickname.change"),
}
SENTENCES = {"join": "has joined", "leave": "has left", "rename": "is now known as"}


@dataclass(slots=True)
class _Day:
    """One log file while it is read."""

    name: str
    stem: str
    channel: str
    zone: str
    clock: DayClock
    account: str
    nicks: set[str] = field(default_factory=set)


class IrcConnector:
    """Reads `[channel/]YYYY-MM-DD….txt|.log`. The local zone must be declared; a line's place is its identity."""

    name = PREFIX

    def inspect(self, source: Source) -> Inventory:
        logs = _logs(source)
        return Inventory(0, len({_channel(source, match) for match in logs.values()}), len(logs))

    def read(self, source: Source, *, account: str, zone: str) -> Iterator[Found]:
        """Channels first, then each day line by line; a nick becomes a user when it is first met."""
        channels: set[str] = set()
        nicks: set[str] = set()
        logs = _logs(source)
        for name, match in logs.items():
            channel = _channel(source, match)
            if channel not in channels:
                channels.add(channel)
                origin = Origin(PREFIX, channel, name, 0)
                yield Record(Kind.CONTAINER, channel, account, im.Container(name=channel), source=origin)
            clock = DayClock(_day(name, match["day"]), ZoneInfo(zone))
            yield from _read_day(source, _Day(name, match["stem"], channel, zone, clock, account, nicks))
        for name in source.names():
            if name not in logs:
                yield Unmapped("file", name)


def _logs(source: Source) -> dict[str, re.Match[str]]:
    names = (name for name in source.names() if not name.endswith(NOT_A_LOG))
    found = {name: match for name in names if (match := LOG.match(name))}
    if not found:
        raise StructuralFault("no file is named like a day log (2016-07-04.txt, 2016-07-04.log); this is no IRC log")
    return found


def _channel(source: Source, match: re.Match[str]) -> str:
    return match["folder"] or source.name.split(".")[0]


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise StructuralFault(f"{name}: {text!r} is no day of the calendar") from error


def _read_day(source: Source, day: _Day) -> Iterator[Found]:
    for number, line in enumerate(source.read(day.name).split(b"\n"), 1):
        bare = line.rstrip(b"\r")
        if not bare.strip():
            continue
        if len(bare) > LINE_LIMIT:
            yield Quarantined(day.name, number, "line", "longer than 16 MiB")
            continue
        text, is_plain = decoded(bare)
        said = read_line(text)
        if said is None or (said.nick and not said.nick.isprintable()):
            reason = "no pattern of a log line fits" if said is None else "a nick with control characters"
            yield Quarantined(day.name, number, "line", reason, without_host(text)[:SAMPLE_LENGTH])
            continue
        yield from _found(day, number, said, text, None if is_plain else base64.b64encode(bare).decode())


def _found(day: _Day, number: int, said: Said, line: str, lossy: str | None) -> Iterator[Found]:
    at = day.clock.at(*said.clock) if said.clock else day.clock.now()
    person = folded(said.nick) if said.nick else None
    origin = Origin(PREFIX, f"{day.channel}/{day.stem}/{number}", day.name, number)
    for nick in [person, folded(said.text) if said.what == "rename" else None]:
        if nick and nick not in day.nicks:
            day.nicks.add(nick)
            user = Origin(PREFIX, nick, day.name, number)
            yield Record(Kind.USER, nick, day.account, im.Person(name=nick), persons=(nick,), source=user)
    yield Record(
        Kind.MESSAGE,
        origin.key,
        day.account,
        im.Message(sender=person, subtype=None if said.what == "message" else said.what),
        container=day.channel,
        persons=(person,) if person else (),
        at=at,
        at_source=line[:7].rstrip() if said.clock else None,
        at_zone=day.zone,
        at_precision=Precision.MINUTE,
        content_type=ContentType.TEXT if said.clock else ContentType.SYSTEM,
        text=_text(said),
        text_lossy=lossy,
        format="irc",
        source=origin,
        raw=without_host(line) if said.clock is None else line,
    )
    if person and said.what in FEATURES:
        yield Use(at, person, *FEATURES[said.what], f"{PREFIX}:{origin.key}")


def _text(said: Said) -> str:
    sentence = SENTENCES.get(said.what)
    return f"{said.nick} {sentence} {said.text}".rstrip() if sentence else said.text
