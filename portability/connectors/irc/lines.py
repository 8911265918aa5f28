"""What does one line of an IRC log say?"""

import re
from dataclasses import dataclass
from typing import NamedTuple

TIME = r"\[(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?\]"
SPOKEN = (
    ("message", re.compile(rf"\A{TIME} <[ @+%&~]?(?P<nick>[^<>]+)> ?(?P<text>.*)\Z", re.DOTALL)),
    ("action", re.compile(rf"\A{TIME} +\* (?P<nick>\S+) ?(?P<text>.*)\Z", re.DOTALL)),
    ("notice", re.compile(rf"\A{TIME} -(?P<nick>[^\s:]+)(?::[^\s-]+)?- ?(?P<text>.*)\Z", re.DOTALL)),
    ("message", re.compile(rf"\A{TIME} \((?P<nick>[^\s/]+)/[^\s)]+\) ?(?P<text>.*)\Z", re.DOTALL)),
)
JOIN = re.compile(r"\A=== (?P<nick>\S.*?) +\[[^\]]*\] +has (?P<act>joined|left) ?(?P<text>.*)\Z", re.DOTALL)
RENAME = re.compile(r"\A=== (?P<nick>\S.*?) is now known as (?P<text>\S.*?)\s*\Z")
SERVER = re.compile(r"\A=== ?(?P<text>.*)\Z", re.DOTALL)
HOST = re.compile(r" \[[^\]\s]*[@/.:][^\]\s]*\]")
CASE = str.maketrans("[]\\~", "{}|^")


class Clock(NamedTuple):
    """The time of day a line shows."""

    hour: int
    minute: int
    second: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says; `clock` is None for server lines, which carry no time."""

    what: str
    nick: str | None
    text: str
    clock: Clock | None = None


def decoded(line: bytes) -> tuple[str, bool]:
    """The line as text, and whether its bytes were plain UTF-8. Channels mixed encodings for years."""
    try:
        return line.decode(), True
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252"), False
    except UnicodeDecodeError:
        return line.decode("latin-1"), False


def read_line(line: str) -> Said | None:
    """What the line says, or None when it follows no known pattern."""
    for what, pattern in SPOKEN:
        if found := pattern.match(line):
            clock = Clock(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
            if clock >= Clock(24, 0, 0) or clock.minute > 59 or clock.second > 59:
                return None
            return Said(what, found["nick"], found["text"], clock)
    if found := JOIN.match(line):
        return Said("join" if found["act"] == "joined" else "leave", found["nick"], found["text"])
    if found := RENAME.match(line):
        return Said("rename", found["nick"], found["text"])
    if found := SERVER.match(line):
        return Said("server", None, without_host(found["text"]))
    return None


def without_host(text: str) -> str:
    """The same line without host names: they locate people and are not content."""
    return HOST.sub("", text)


def folded(nick: str) -> str:
    """Names that differ only in case are one, by the case rules of RFC 1459."""
    return nick.strip().translate(CASE).lower()
