"""Small files of activity for the tests."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from analytics.api import ImportReport, Recipe, import_files
from lifecycle.rules.actors import Actor

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
FEED = Actor.system("feed")
COLUMNS = ("occurred_at", "account", "user", "module", "action", "quantity", "event_id", "source", "client")


def feed(path: Path, rows: Sequence[Sequence[object]], *, columns: Sequence[str] = COLUMNS) -> Path:
    """Rows may be shorter than the columns: the rest is empty."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(columns)
        writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)
    return path


def taken(*paths: Path, recipe: Recipe | None = None, strict: bool = False, now: datetime = NOW) -> ImportReport:
    return import_files(
        addresses=[str(path) for path in paths], recipe=recipe or Recipe(), strict=strict, actor=FEED, now=now
    )
