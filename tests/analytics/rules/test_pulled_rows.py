"""A2: a roll-up row of a warehouse is judged by its names, and its events are counted whichever way it goes."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from analytics.rules.pulled_rows import COLUMNS, NotAsAsked, PulledRows, as_instant
from analytics.rules.reasons import Fault, Reason

DAY = date(2026, 5, 1)
AT = datetime(2026, 5, 1, 10, 0, 0, 1)  # noqa: DTZ001 - as warehouses give it: UTC, unsaid


def row(**more: object) -> list[object]:
    values: dict[str, object] = {
        "day": DAY,
        "slot": 40,
        "module": "files",
        "account": "acme",
        "user": "u",
        "source": "lake",
        "events": 3,
        "quantity": Decimal("3.000000000"),
        "first_at": AT,
        "last_at": "2026-05-01 10:14:00.5",
    }
    return [{**values, **more}[name] for name in COLUMNS]


def test_a_good_row_is_taken_and_counted() -> None:
    rows = PulledRows(DAY)
    taken = rows.taken(row())
    assert taken is not None
    assert (taken["events"], taken["quantity"], taken["user"]) == (3, "3.000000000", "u")
    rows.taken(row(events="4", account="other", first_at=AT - timedelta(minutes=5)))
    assert (rows.rows, rows.events, rows.accounts, rows.modules) == (2, 7, {"acme", "other"}, {"files"})
    assert rows.first_at == AT - timedelta(minutes=5)
    assert rows.last_at == as_instant("2026-05-01 10:14:00.5")


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"account": None}, Fault("account", Reason.MISSING)),
        ({"account": 7}, Fault("account", Reason.NOT_TEXT)),
        ({"user": "x" * 257}, Fault("user", Reason.TOO_LONG)),
        ({"module": "Files"}, Fault("module", Reason.NOT_A_MODULE_KEY)),
    ],
)
def test_a_bad_name_rejects_every_event_of_the_row(more: dict[str, object], fault: Fault) -> None:
    rows = PulledRows(DAY)
    assert rows.taken(row(**more)) is None
    assert rows.reasons == {fault: 3}
    assert (rows.rows, rows.events) == (0, 0)


def test_users_are_hidden_with_their_account() -> None:
    taken = PulledRows(DAY, lambda account, user: f"{account}/{user}!").taken(row())
    assert taken is not None
    assert taken["user"] == "acme/u!"


@pytest.mark.parametrize("bad", [row()[:-1], row(day=date(2026, 5, 2)), row(last_at="later"), row(first_at=None)])
def test_what_is_no_roll_up_of_the_day_is_no_answer(bad: list[object]) -> None:
    with pytest.raises(NotAsAsked):
        PulledRows(DAY).taken(bad)


def test_a_time_with_a_zone_is_turned_to_utc() -> None:
    assert as_instant(datetime(2026, 5, 1, 12, 0, 0, 1, tzinfo=timezone(timedelta(hours=2)))) == AT
    assert as_instant(AT.replace(tzinfo=UTC)) == AT
