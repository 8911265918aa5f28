"""A small Slack export, made to measure for a test."""

import json
from pathlib import Path

Rows = list[dict[str, object]]

USERS: Rows = [
    {"id": "U1", "name": "ann", "profile": {"real_name": "Ann Lee", "email": "ann@example.org"}},
    {"id": "U2", "name": "bob", "profile": {"real_name": "Bob Ray"}},
]
CHANNELS: Rows = [{"id": "C1", "name": "general", "created": "1433558319", "creator": "U1", "members": ["U1", "U2"]}]
TALK: Rows = [
    {"type": "message", "user": "U1", "text": "Hello <@U2>", "ts": "1451606400.000001"},
    {"type": "message", "user": "U2", "text": "Good day", "ts": "1451692800.000002"},
    {"type": "message", "user": "U1", "text": "Budget draft", "ts": "1454371200.000003"},
]


def write_slack(
    folder: Path, days: dict[str, Rows] | None = None, *, users: Rows | None = None, channels: Rows | None = None
) -> Path:
    """Write an export as a folder; `days` maps `general/2016-01-01.json` to its messages."""
    files: dict[str, object] = {"users.json": users or USERS, "channels.json": channels or CHANNELS}
    files |= days if days is not None else {"general/2016-01-01.json": TALK}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    return folder
