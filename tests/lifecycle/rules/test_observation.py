"""Is a watch over only when it lasted, nothing alarms and activity still arrives? (A21)"""

from datetime import UTC, datetime, timedelta

import pytest

from lifecycle.rules.observation import Alarm, Comparison, LateUse, Observation, compare_figures, observe_end
from lifecycle.rules.plan_file import ObservationTerms

BEGAN = datetime(2027, 6, 1, 8, tzinfo=UTC)
TERMS = ObservationTerms(days=14, late_calls_limit=10)


def watch(*late: LateUse, days: int, promised: int | None = None, alive: bool = True) -> Observation:
    end = BEGAN + timedelta(days=promised) if promised is not None else None
    return observe_end(
        starts_at=BEGAN,
        promised_end_at=end,
        terms=TERMS,
        late_use=late,
        is_activity_alive=alive,
        now=BEGAN + timedelta(days=days),
    )


def calls(account: str, count: int, *, settled: bool = False) -> LateUse:
    return LateUse(account, count, BEGAN + timedelta(days=1), settled)


@pytest.mark.parametrize(("days", "over"), [(0, False), (13, False), (14, True), (30, True)])
def test_it_is_over_after_the_days_of_the_plan(days: int, over: bool) -> None:
    assert watch(days=days).is_over is over


def test_a_watch_begun_late_ends_late_and_a_promised_day_is_kept() -> None:
    assert watch(days=14, promised=7).is_over
    assert not watch(days=15, promised=20).is_over
    assert watch(days=20, promised=20).is_over


def test_without_activity_nobody_knows() -> None:
    """No data is never "no use"."""
    assert watch(days=30, alive=False).is_over is None


def test_open_calls_add_up_by_account_and_break_the_threshold() -> None:
    found = watch(calls("acme", 6), calls("acme", 5), calls("corner", 10), calls("x", 99, settled=True), days=30)
    assert found.open_by_account == (("acme", 11), ("corner", 10))
    assert found.alarms == (Alarm("acme", 11, 10),)
    assert found.is_over is False


def test_figures_are_compared_by_name_and_unknown_stays_unknown() -> None:
    found = compare_figures({"errors": "4", "tickets": None}, {"errors": "5", "nps": "31"})
    assert found == (Comparison("errors", "4", "5"), Comparison("nps", None, "31"), Comparison("tickets", None, None))
