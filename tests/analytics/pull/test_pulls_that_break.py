"""A2, P14: a warehouse that breaks off, answers half or refuses leaves no part of a day, and the next pull goes on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from analytics.models import ActivityImport, ImportedDay, PulledDay, RollupPartition
from analytics.rules.activity import ActivityEvent
from analytics.services.workspace import pulled_dir
from lifecycle.api import BadInput
from tests.analytics.pull.customers import Customer, pull, row_of

ROOT = Path(__file__).resolve().parents[3]
# A view of which one column does something on the third day; it is read after the days were counted.
VIEW = """
CREATE FUNCTION shop.each(day date, value text) RETURNS text LANGUAGE plpgsql STABLE AS
$$ BEGIN IF day = '2026-04-03' THEN PERFORM {act}; END IF; RETURN value; END $$;
CREATE VIEW shop.seen AS SELECT at, org, who, feature, act, amount, shop.each(at::date, uid) AS uid FROM shop.uses;
"""
HEAL = """
CREATE OR REPLACE FUNCTION shop.each(day date, value text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT value $$
"""


def use(day: int, number: int = 0, uid: str = "") -> ActivityEvent:
    at = datetime(2026, 4, day, 9, number % 60, tzinfo=UTC)
    return ActivityEvent(at, "acme", f"u{number}", "files", event_id=uid or f"{day}-{number}")


def days_held() -> list[int]:
    return [each.day for each in ImportedDay.objects.order_by("date").values_list("date", flat=True)]


def four_days(customer: Customer, act: str) -> None:
    customer.add([row_of(use(day, number)) for day in range(1, 5) for number in range(3)])
    customer.run(VIEW.format(act=act))


@pytest.mark.django_db
def test_a_connection_that_is_cut_between_two_days_keeps_those_before(customer: Customer) -> None:
    four_days(customer, "pg_terminate_backend(pg_backend_pid())")
    report = pull(customer, table="shop.seen")
    assert (report.pulled, report.is_whole) == (2, False)
    assert "does not answer" in report.stopped
    assert "@" not in report.stopped
    assert days_held() == [1, 2]
    assert RollupPartition.objects.filter(rows__gt=0).values("date").distinct().count() == 2, "they are rolled up"
    customer.run(HEAL)
    report = pull(customer, table="shop.seen")
    assert [each.date.day for each in report.days] == [3, 4]
    assert days_held() == [1, 2, 3, 4]


@pytest.mark.django_db
def test_one_that_cannot_be_asked_changes_nothing(customer: Customer) -> None:
    four_days(customer, "1")
    pull(customer, table="shop.seen")
    with pytest.raises(BadInput, match="Nothing was pulled") as said:
        pull(customer, address="postgresql://reader:geheim@127.0.0.1:1/none")
    assert "geheim" not in str(said.value)
    with pytest.raises(BadInput, match=r"relation .* does not exist"):
        pull(customer, table="shop.none")
    assert days_held() == [1, 2, 3, 4]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ([use(3, 8, uid="same"), use(3, 9, uid="same")], "event_id same and 0 more stand for two events"),
        ([use(3, 90 + at, uid=f"b{at}") for at in range(101)], "101 of 104 rows are bad, more than 1 %"),
    ],
)
def test_a_day_that_no_import_would_take_is_refused_alone(
    customer: Customer, bad: Sequence[ActivityEvent], why: str
) -> None:
    customer.add([row_of(use(day, number)) for day in (1, 3, 4) for number in range(3)])
    customer.add(
        [
            (at, org, who, feature if len(bad) == 2 else "No key", *rest)
            for at, org, who, feature, *rest in map(row_of, bad)
        ]
    )
    report = pull(customer)
    (refused,) = report.refused
    assert (refused.date.day, report.pulled, report.is_whole) == (3, 2, False)
    assert why in refused.report.message
    assert days_held() == [1, 4]
    customer.run("DELETE FROM shop.uses WHERE feature = 'No key' OR uid = 'same'")
    assert pull(customer).is_whole
    assert days_held() == [1, 3, 4]


@pytest.mark.slow(reason="starts the command and ends it while it waits for the warehouse")
def test_a_pull_that_is_killed_in_a_day_leaves_nothing_of_it(live_db: SimpleNamespace, customer: Customer) -> None:
    four_days(customer, "pg_sleep(60)")
    words = ["pull_activity", "--source", "lake", "--table", "shop.seen", "--map", "lake.yaml"]
    folder = live_db.state
    (folder / "lake.yaml").write_text("{occurred_at: at, account: org, user: who, module: feature, event_id: uid}")
    words[-1] = str(folder / "lake.yaml")
    running = subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**live_db.environ, "SUNSETTER_WAREHOUSE": customer.address},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while PulledDay.objects.count() < 2 and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    connection.close()
    assert days_held() == [1, 2]
    assert not list(pulled_dir().glob("2026-04-03-*"))
    customer.run(HEAL)
    found = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**live_db.environ, "SUNSETTER_WAREHOUSE": customer.address},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "2026-04-03: 3 rows, 3 events, 0 repeated, 0 rejected" in found.stdout
    assert days_held() == [1, 2, 3, 4]
    assert ActivityImport.objects.count() == 4
    assert set(RollupPartition.objects.exclude(rows=0).values_list("date__day", flat=True)) == {1, 2, 3, 4}
