"""What does every format get, and what must it give back?"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol, cast
from zoneinfo import ZoneInfo

from portability.rules.file_names import safe_name
from portability.rules.kinds import Kind
from portability.rules.records import Line, Record

IN_MEMORY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Unit:
    """What one file of a view covers: one segment of the snapshot. Its name depends on ids only."""

    kind: Kind
    container: str
    month: str
    part: int

    @property
    def stem(self) -> str:
        """`message/c061~1f…/2016-07-1`."""
        return f"{self.kind}/{safe_name(self.container) if self.container else 'all'}/{self.month}-{self.part}"


@dataclass(frozen=True, slots=True)
class Directory:
    """Names by id, the zone in which times are shown, and the files of the messages in hand."""

    people: Mapping[str, str]
    containers: Mapping[str, str]
    zone: ZoneInfo
    attachments: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)

    def person(self, user: str | None) -> str:
        """A name to show; the id when there is none."""
        return self.people.get(user, user) if user else ""

    def container(self, container: str | None) -> str:
        """The name of a channel; the id when there is none."""
        return self.containers.get(container, container) if container else ""

    def local(self, at: int | None) -> str:
        """ms UTC as `2016-07-04 13:05:09-05:00` in the chosen zone."""
        if at is None:
            return ""
        return datetime.fromtimestamp(at / 1000, self.zone).isoformat(sep=" ", timespec="seconds")


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the package (path below `data/`), its bytes, and how many records it shows."""

    path: str
    content: IO[bytes]
    records: int


class Drafts:
    """Passing files of one unit; small ones never leave memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self) -> IO[bytes]:
        """A new file to fill; whoever takes the finished one closes it."""
        return cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(self._folder)))


class Writer(Protocol):
    """Shows the records of one unit, given one by one in order."""

    def add(self, line: Line) -> None:
        """Show one record."""
        ...

    def close(self) -> list[Made]:
        """Finish; says which files came of it (none when there was no record to show)."""
        ...


def iso(at: int | None) -> str:
    """ms UTC as `2016-07-04T18:05:09.123Z`, the form every program reads."""
    if at is None:
        return ""
    moment = datetime.fromtimestamp(at // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}Z"
