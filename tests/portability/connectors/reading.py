"""What does a connector find in a source, sorted by what it is?"""

from dataclasses import dataclass, field
from pathlib import Path

from portability.connectors.found import Blob, Connector, Quarantined, Unmapped, Use
from portability.connectors.irc.connector import IrcConnector
from portability.connectors.slack.connector import SlackConnector
from portability.connectors.source import open_source
from portability.rules import im
from portability.rules.kinds import Kind
from portability.rules.records import Record, from_line, to_line


@dataclass
class Finds:
    records: list[Record] = field(default_factory=list)
    bad: list[Quarantined] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    blobs: list[Blob] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Record]:
        return [each for each in self.records if each.kind is kind]

    def messages(self) -> list[tuple[Record, im.Message]]:
        return [(each, each.body) for each in self.records if isinstance(each.body, im.Message)]

    def message(self) -> tuple[Record, im.Message]:
        (only,) = self.messages()
        return only


def read(connector: Connector, path: Path, zone: str = "UTC") -> Finds:
    """Everything found; records (of many, some) go through their line of JSON and back unchanged."""
    finds = Finds()
    with open_source(path) as source:
        for each in connector.read(source, account="acme", zone=zone):
            if isinstance(each, Record):
                if len(finds.records) < 2_000 or len(finds.records) % 50 == 0:
                    assert from_line(to_line(each).bytes).record == each
                finds.records.append(each)
            elif isinstance(each, Quarantined):
                finds.bad.append(each)
            elif isinstance(each, Unmapped):
                finds.unmapped.append(each)
            elif isinstance(each, Use):
                finds.uses.append(each)
            else:
                finds.blobs.append(each)
    return finds


def read_slack(path: Path) -> Finds:
    return read(SlackConnector(), path)


def read_irc(path: Path, zone: str = "UTC") -> Finds:
    return read(IrcConnector(), path, zone)
