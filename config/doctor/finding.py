"""What does one check of the doctor say?"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from config.environment import MailServer
from config.services.place import Place


class Level(StrEnum):
    OK = "ok"
    NOTE = "note"  # works, but somebody should know
    UNKNOWN = "unknown"  # could not be checked
    BLOCKER = "blocker"


EXIT = {Level.OK: 0, Level.NOTE: 0, Level.UNKNOWN: 1, Level.BLOCKER: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    level: Level
    measured: str
    wanted: str
    remedy: str = ""

    def sentence(self) -> str:
        todo = f" Do: {self.remedy}" if self.remedy and self.level is not Level.OK else ""
        return f"{self.level.upper():8} {self.check}: {self.measured} (wanted: {self.wanted}).{todo}"


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined. Addresses as the settings have them; `embedded` when nobody named a database."""

    root: Path
    place: Place
    environment: str
    database_url: str
    redis_url: str
    mail: MailServer
    storage_url: str
    secret_key: str
    master_key: str
    chromium: str
    embedded: bool


def told(check: str, fine: bool, measured: str, wanted: str, remedy: str, *, bad: Level = Level.BLOCKER) -> Finding:
    """Fine or not, by one condition."""
    return Finding(check, Level.OK if fine else bad, measured, wanted, remedy)
