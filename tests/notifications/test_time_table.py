"""Two hundred instants and days, computed elsewhere, come out the same (P15, notices case 24, notices case 25).

`instants.csv` was made by walking through the minutes of UTC until a wall clock of the zone shows the wanted time, or
has passed it; `days.csv` by the working-day arithmetic of the library `holidays`. Neither uses a rule of ours.
"""

import csv
import os
import time as system_time
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest

from lifecycle.rules.milestones import instant
from lifecycle.rules.tiers import Tier
from notifications.rules.picture import AccountPicture
from notifications.rules.relative_date import RelativeDate
from notifications.services.calendars import working_days_of
from tests.notifications.pictures import picture, planned

TABLE = Path(__file__).parent / "time_table"


def rows(name: str) -> list[dict[str, str]]:
    with (TABLE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_table_is_large_and_holds_every_kind_of_row() -> None:
    cases = [row["case"] for name in ("instants.csv", "days.csv") for row in rows(name)]
    assert len(cases) >= 200
    assert {"gap", "fold", "leap day", "year end", "month end", "make-up Saturday", "Russian January"} <= set(cases)


def test_a_local_time_in_a_gap_gives_the_next_valid_instant_and_one_in_a_fold_the_first() -> None:
    """notices case 24: DST gap and fold, 29 February, Apia and Kiritimati, half-hour and quarter-hour zones."""
    for row in rows("instants.csv"):
        found = instant(date.fromisoformat(row["date"]), time.fromisoformat(row["local_time"]), row["zone"])
        assert found == datetime.fromisoformat(row["expected_at"]), row


def test_a_step_falls_on_the_working_day_that_the_country_really_works() -> None:
    """notices case 25: make-up Saturdays are worked, a Russian January is not, a week may begin on Sunday."""
    for row in rows("days.csv"):
        anchor = date.fromisoformat(row["anchor_date"])
        days = working_days_of(row["place"], first_year=anchor.year)
        found = RelativeDate.parse(row["offset"]).on(anchor, days)
        assert found == date.fromisoformat(row["expected_date"]), row


@pytest.mark.parametrize("day", sorted({row["date"] for row in rows("instants.csv") if row["date"] > "2026"})[::4])
def test_no_contact_is_missed_or_doubled_around_a_change_of_clocks(day: str) -> None:
    """notices case 24"""
    zones = sorted({row["zone"] for row in rows("instants.csv")})
    accounts = [AccountPicture(zone, Tier.STANDARD, zone=zone) for zone in zones]
    now = datetime.fromisoformat("2026-01-01T12:00:00Z")
    found = planned(picture(*accounts, off=date.fromisoformat(day)), now)
    per_account = [sorted(each.step for each in found if each.account == zone) for zone in zones]
    assert all(len(set(steps)) == len(steps) > 5 for steps in per_account)
    late_start = date.fromisoformat(day) < date(2026, 4, 20)
    assert late_start or all(steps == per_account[0] for steps in per_account)


@pytest.fixture
def server_zone() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    system_time.tzset()


def test_the_zone_of_the_server_changes_nothing(server_zone: None) -> None:
    """notices case 24"""
    of = picture(AccountPicture("a", Tier.KEY, zone="Australia/Lord_Howe"))
    found = set()
    for zone in ("UTC", "Pacific/Kiritimati", "America/New_York"):
        os.environ["TZ"] = zone
        system_time.tzset()
        found.add(planned(of))
    assert len(found) == 1
