"""A2, N4-N6: what an import costs follows the new rows, not the days that are kept."""

import json
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.models import KeyRun
from analytics.services.event_manifest import event_files
from analytics.services.recipe import Recipe
from analytics.services.take_files import Delivered, take_files
from tests.analytics.feeds import FEED, NOW

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
FEW, MANY = 3, 33
ROWS = 4


def a_day(folder: Path, number: int) -> Delivered:
    path = folder / f"day-{number}.jsonl"
    shared = {"occurred_at": f"{FIRST + timedelta(days=number)}T10:00:00Z", "account": "acme", "module": "reactions"}
    text = "".join(json.dumps({**shared, "user": f"u{n}", "event_id": f"{number}-{n}"}) + "\n" for n in range(ROWS))
    path.write_text(text)
    return Delivered(path, path.name, sha256(text.encode()).hexdigest(), Recipe())


def taken(file: Delivered) -> int:
    """How often the database was asked."""
    with CaptureQueriesContext(connection) as asked:
        (report,) = take_files(files=[file], actor=FEED, now=NOW, roll_up=False)
    assert report.added == ROWS, report
    return len(asked)


def test_a_new_day_costs_on_top_of_many_days_what_it_costs_on_top_of_few(tmp_path: Path) -> None:
    _, few, *_, many = [taken(a_day(tmp_path, number)) for number in range(FEW, MANY)]
    assert many <= few
    runs = list(KeyRun.objects.values_list("keys", flat=True))
    assert len(runs) <= MANY.bit_length()
    assert sum(runs) == ROWS * (MANY - FEW)


def test_a_new_day_opens_no_file_of_events_of_the_days_before(tmp_path: Path) -> None:
    for number in range(FEW):
        taken(a_day(tmp_path, number))
    for path in event_files():
        path.unlink()
    taken(a_day(tmp_path, FEW))
