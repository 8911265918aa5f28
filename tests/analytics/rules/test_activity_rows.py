"""A2, N7-N12, N34: an activity row is taken as it stands or refused with field and reason."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.rules.activity import ActivityEvent, ReadingRules, read_event, read_quantity
from analytics.rules.moments import Moment, Unit, epoch_us, from_epoch_us, read_moment
from analytics.rules.reasons import Fault, Reason

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
RULES = ReadingRules(now=NOW)
GOOD: dict[str, object] = {
    "occurred_at": "2026-05-31T23:30:00+02:00",
    "account": "acme",
    "user": "u1",
    "module": "reactions",
}


def test_a_full_row_keeps_every_field_as_written() -> None:
    extra = {"action": "reaction.add", "quantity": "2.5", "event_id": "e1", "source": "app", "client": "ios/3"}
    event = read_event(GOOD | extra | {"integration": "zap"}, RULES)
    assert event == ActivityEvent(
        occurred_at=datetime(2026, 5, 31, 21, 30, tzinfo=UTC),
        account="acme",
        user="u1",
        module="reactions",
        action="reaction.add",
        quantity=Decimal("2.5"),
        event_id="e1",
        source="app",
        client="ios/3",
        integration="zap",
    )


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("occurred_at", None, Reason.MISSING),
        ("occurred_at", "0000-01-01T00:00:00Z", Reason.NOT_A_TIME),
        ("occurred_at", "0001-01-01T00:00:00+05:00", Reason.OUT_OF_RANGE),
        ("occurred_at", "9999-12-31T23:59:59-05:00", Reason.OUT_OF_RANGE),
        ("occurred_at", "1999-12-31T23:59:59Z", Reason.OUT_OF_RANGE),
        ("occurred_at", "2026-06-02T12:00:01Z", Reason.OUT_OF_RANGE),
        ("occurred_at", "2026-05-31T10:00:00", Reason.NO_ZONE),
        ("occurred_at", "20260531", Reason.NOT_A_TIME),
        ("occurred_at", "03/04/2026", Reason.NOT_A_TIME),
        ("occurred_at", "yesterday", Reason.NOT_A_TIME),
        ("occurred_at", "０", Reason.NOT_A_TIME),
        ("occurred_at", True, Reason.NOT_A_TIME),
        ("occurred_at", 0, Reason.OUT_OF_RANGE),
        ("occurred_at", -1, Reason.OUT_OF_RANGE),
        ("occurred_at", "1780000000000000", Reason.UNIT_UNKNOWN),
        ("occurred_at", "1" * 20, Reason.UNIT_UNKNOWN),
        ("occurred_at", 1780000000.5, Reason.NOT_A_TIME),
        ("account", "", Reason.MISSING),
        ("account", "  ", Reason.MISSING),
        ("account", 42, Reason.NOT_TEXT),
        ("account", "a" * 129, Reason.TOO_LONG),
        ("account", "ac\x00me", Reason.CONTROL),
        ("user", "\udcff", Reason.NOT_UTF8),
        ("user", "bad\ufffd", Reason.CONTROL),
        ("user", None, Reason.MISSING),
        ("module", "Reactions", Reason.NOT_A_MODULE_KEY),
        ("module", "m" * 65, Reason.TOO_LONG),
        ("quantity", "-1", Reason.NEGATIVE),
        ("quantity", "1,234", Reason.NOT_A_NUMBER),
        ("quantity", "１", Reason.NOT_A_NUMBER),
        ("quantity", "nan", Reason.NOT_A_NUMBER),
        ("quantity", float("inf"), Reason.NOT_A_NUMBER),
        ("quantity", "1e308", Reason.TOO_LARGE),
        ("quantity", "0.1234567", Reason.TOO_PRECISE),
        ("quantity", True, Reason.NOT_A_NUMBER),
    ],
)
def test_a_bad_value_is_refused_by_field_and_reason(field: str, value: object, reason: Reason) -> None:
    assert read_event(GOOD | {field: value}, RULES) == Fault(field, reason)


def test_every_reason_has_a_sentence() -> None:
    assert all(Fault("user", reason).sentence.startswith("user ") for reason in Reason)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (1780000000, None, Unit.S),
        ("1780000000", None, Unit.S),
        ("1780000000000", None, Unit.MS),
        ("1780000000.000000", Unit.S, None),
        ("1780000000000000", Unit.US, None),
        (1780000000.0, Unit.S, None),
        (Decimal(1780000000), Unit.S, None),
    ],
)
def test_epoch_numbers_say_which_unit_they_showed(value: object, unit: Unit | None, shown: Unit | None) -> None:
    found = read_moment(value, now=NOW, assume_zone=None, unit=unit)
    assert found == Moment(from_epoch_us(1780000000 * 1_000_000), shown)


def test_a_declared_unit_refuses_what_is_no_number() -> None:
    assert read_moment("soon", now=NOW, assume_zone=None, unit=Unit.S) is Reason.NOT_A_TIME
    assert read_moment(float("nan"), now=NOW, assume_zone=None, unit=Unit.S) is Reason.NOT_A_TIME
    assert read_moment(10**19, now=NOW, assume_zone=None, unit=Unit.S) is Reason.OUT_OF_RANGE


def test_an_assumed_zone_takes_the_first_of_a_repeated_hour() -> None:
    found = read_moment("2025-10-26T02:30:00", now=NOW, assume_zone=ZoneInfo("Europe/Berlin"), unit=None)
    assert found == Moment(datetime(2025, 10, 26, 0, 30, tzinfo=UTC))


def test_times_of_a_typed_file_are_taken_as_they_are() -> None:
    assert read_moment(NOW, now=NOW, assume_zone=None, unit=None) == Moment(NOW)
    assert read_moment(NOW.replace(tzinfo=None), now=NOW, assume_zone=None, unit=None) is Reason.NO_ZONE


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2026, 6, 1)))  # noqa: DTZ001  (made aware below)
def test_iso_and_epoch_microseconds_say_the_same(naive: datetime) -> None:
    at = naive.replace(tzinfo=UTC)
    assert read_moment(at.isoformat(), now=NOW, assume_zone=None, unit=None) == Moment(at)
    assert read_moment(epoch_us(at), now=NOW, assume_zone=None, unit=Unit.US) == Moment(at)


@given(st.decimals(min_value=0, max_value=10**12, places=6))
def test_every_plain_quantity_is_read_exactly(number: Decimal) -> None:
    assert read_quantity(f"{number:f}") == number


# The first text builds a table of all characters, which takes a second.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(list(GOOD)), st.one_of(st.none(), st.text(), st.integers(), st.floats())))
def test_whatever_a_feed_writes_the_answer_is_an_event_or_a_fault(values: dict[str, object]) -> None:
    assert isinstance(read_event(GOOD | values, RULES), ActivityEvent | Fault)
