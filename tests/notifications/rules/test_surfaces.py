"""When is there something new for everybody, a calendar, a program (A7, N72, protocols 4 and 6)?"""

from datetime import date, timedelta

import pytest

from lifecycle.rules.stages import Stage
from notifications.rules.announcements import Kind, Version, next_version
from notifications.rules.calendar_entries import Entry, EntryStatus, alarms_ahead, entry_now
from notifications.rules.copies import EVENT_TYPES, WAITS, Said, event_type, next_event, said_in, wait_after
from tests.cast import NOON

OLD, NEW = {"off": "2027-06-01"}, {"off": "2027-06-15"}
SAID = Version(Kind.ANNOUNCED, OLD)
PURGE, LATER = {"purge": "2027-09-01"}, {"purge": "2027-10-01"}


@pytest.mark.parametrize("stage", Stage)
def test_nothing_is_said_before_somebody_was_told_and_nothing_twice(stage: Stage) -> None:
    assert next_version(None, stage=stage, dates=OLD, is_told=False) is None
    first = next_version(None, stage=stage, dates=OLD, is_told=True)
    assert first is None or next_version(first, stage=stage, dates=OLD, is_told=True) is None


@pytest.mark.parametrize(
    ("last", "stage", "dates", "kind", "moved"),
    [
        (SAID, Stage.READ_ONLY, NEW, Kind.DATE_CHANGED, OLD),
        (SAID, Stage.PAUSED, NEW, Kind.PAUSED, {}),
        (Version(Kind.PAUSED, OLD), Stage.ANNOUNCED, NEW, Kind.RESUMED, OLD),
        (Version(Kind.PAUSED, OLD), Stage.CANCELLED, OLD, Kind.WITHDRAWN, {}),
        (SAID, Stage.OFF, OLD, Kind.SWITCHED_OFF, {}),
        (Version(Kind.SWITCHED_OFF, OLD), Stage.ROLLED_BACK, OLD, Kind.REOPENED, {}),
        (Version(Kind.REOPENED, OLD), Stage.ANNOUNCED, NEW, Kind.RESUMED, OLD),
        (Version(Kind.SWITCHED_OFF, OLD), Stage.CLOSED, OLD, Kind.ENDED, {}),
        (Version(Kind.SWITCHED_OFF, PURGE), Stage.OBSERVING, LATER, Kind.SWITCHED_OFF, PURGE),
        (Version(Kind.SWITCHED_OFF, PURGE), Stage.ARCHIVED, LATER, Kind.SWITCHED_OFF, PURGE),
        (SAID, Stage.OFF, NEW, Kind.SWITCHED_OFF, OLD),
    ],
)
def test_what_is_new_is_said_with_what_it_replaces(
    last: Version, stage: Stage, dates: dict[str, str], kind: Kind, moved: dict[str, str]
) -> None:
    found = next_version(last, stage=stage, dates=dates, is_told=True)
    assert found is not None
    assert (found.kind, dict(found.moved)) == (kind, moved)


def test_what_is_assessed_anew_is_not_public() -> None:
    assert next_version(Version(Kind.REOPENED, OLD), stage=Stage.ASSESSING, dates=NEW, is_told=True) is None


def test_a_calendar_entry_counts_each_change_of_day_or_status_once() -> None:
    day, later = date(2027, 6, 1), date(2027, 6, 15)
    found: list[Entry] = []
    known: Entry | None = None
    for at, stage in ((day, Stage.ANNOUNCED), (day, Stage.READ_ONLY), (later, Stage.READ_ONLY), (later, Stage.PAUSED)):
        known = entry_now(known, day=at, stage=stage, now=NOON + timedelta(hours=len(found)))
        found.append(known)
    gone = entry_now(known, day=later, stage=Stage.CANCELLED, now=NOON)
    assert [each.sequence for each in (*found, gone)] == [0, 0, 1, 2, 3]
    assert (found[-1].status, gone.status) == (EntryStatus.TENTATIVE, EntryStatus.CANCELLED)
    assert found[1].changed_at == NOON


def test_reminders_of_the_past_are_left_out() -> None:
    assert alarms_ahead(date(2027, 6, 1), today=date(2027, 5, 1)) == (30, 7, 0)
    assert alarms_ahead(date(2027, 6, 1), today=date(2027, 6, 2)) == ()


def test_every_public_stage_has_an_event_and_the_same_one_again_is_a_moved_date() -> None:
    assert set(EVENT_TYPES) == set(Stage) - {Stage.DRAFT, Stage.ASSESSING, Stage.DECIDED, Stage.BROWNOUT}
    assert event_type(Stage.ANNOUNCED, Stage.ANNOUNCED) == "module.sunset.date_changed"
    assert event_type(Stage.PAUSED, Stage.ANNOUNCED) == "module.sunset.resumed"
    assert event_type(Stage.PAUSED, Stage.CANCELLED) == "module.sunset.cancelled"


def test_an_outage_is_told_with_its_window_and_stage_and_dates_before_it() -> None:
    """Protocols 2: each window starts and ends; between windows the stage before holds."""
    quiet, open_ = Said(Stage.READ_ONLY, 1), Said(Stage.READ_ONLY, 1, "2027-05-01T08:00:00+00:00")
    assert said_in(str(open_)) == open_
    assert said_in("") is None
    assert next_event(quiet, quiet) is None
    assert next_event(quiet, open_) == ("module.brownout.started", open_)
    assert next_event(open_, quiet) == ("module.brownout.ended", quiet)
    later = Said(Stage.READ_ONLY, 2, open_.outage)
    assert next_event(quiet, later) == ("module.sunset.date_changed", Said(Stage.READ_ONLY, 2))


def test_waits_grow_to_a_day_and_end() -> None:
    waits = [wait_after(number, spread=0) for number in range(1, len(WAITS) + 2)]
    assert waits[0] == timedelta(seconds=5)
    assert waits[-2] == timedelta(days=1)
    assert waits[-1] is None
    for asked in (1e9, 1e20, float("inf")):
        assert wait_after(1, spread=0, asked_for_s=asked) == timedelta(days=1)
