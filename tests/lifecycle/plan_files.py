"""Which plan file do tests start from?"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from lifecycle.rules.plan_file import PlanDocument
from lifecycle.services.plan_source import read_plan

OFF = date(2027, 6, 1)
EARLY = datetime(2027, 1, 10, 12, tzinfo=UTC)

TEXT = """\
# Retire voice channels
key: voice-2027
module:
  key: voice
  name: Voice channels
  owner: paul@example.com
  criticality: core
  replacement: {name: Meetings, url: "https://example.com/meetings"}
reason:
  kind: demand
  text: Few people talk there any more.
policy: own.core
off_date: 2027-06-01
local_time: "10:00"
time_zone: Europe/Berlin
milestones:
  announce: -90d
  closed_to_new: -2m
  read_only: -30d
  export_only: -14d
skip:
  brownout: Only a few accounts are left.
wording: {en: Voice channels go., zh-hans: 语音频道将停用。, ru: Голосовые каналы закрываются.}
switch: {kind: webhook, url: "https://host.example.com/switch", secret: VOICE}
helper: {name: Dora, email: dora@example.com}
"""


def plan_text(*replacements: tuple[str, str]) -> str:
    """The plan with parts replaced; each part must be there."""
    text = TEXT
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def a_document(*replacements: tuple[str, str]) -> PlanDocument:
    return read_plan(plan_text(*replacements).encode())


def a_plan_file(folder: Path, *replacements: tuple[str, str]) -> str:
    """A file whose end lies a year ahead of the clock that commands read."""
    path = folder / "sunset.yaml"
    off = datetime.now(UTC).date() + timedelta(days=365)  # noqa: TID251 - commands read the real clock
    text = plan_text(*replacements)
    path.write_text(text.replace("2027-06-01", off.isoformat()), encoding="utf-8")
    return str(path)
