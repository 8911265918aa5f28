"""A3: a report goes on from the last one where days only gained rows, and says from which day on and what is new."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.rules.report_basis import HeldRows, Onward, ReportBasis, plan_onward

END = date(2027, 3, 1)


def days_back(count: int, *, until: date = END) -> dict[date, HeldRows]:
    return {until - timedelta(days=back): HeldRows("same", 100) for back in range(count)}


BASE = ReportBasis(END, days_back(300), {"acme": "Asia/Tokyo"})
NEXT = END + timedelta(days=1)
NIGHT = ReportBasis(NEXT, {**days_back(300), NEXT: HeldRows("new", 90)}, BASE.zones)
LATE = END - timedelta(days=40)


def test_a_night_adds_a_day_to_the_series_and_reads_two_beside_the_base() -> None:
    assert plan_onward(NIGHT, before=BASE, base=BASE) == Onward(NEXT, (END, NEXT), ())


def test_late_rows_count_the_series_again_from_their_day_on() -> None:
    late = replace(NIGHT, days={**NIGHT.days, LATE: HeldRows("more", 101)})
    assert plan_onward(late, before=NIGHT, base=BASE) == Onward(LATE, (LATE, END, NEXT), ())


def test_a_day_before_the_series_does_not_reach_into_it() -> None:
    old = END - timedelta(days=290)
    late = replace(NIGHT, days={**NIGHT.days, old: HeldRows("more", 101)})
    found = plan_onward(late, before=NIGHT, base=BASE)
    assert found == Onward(NEXT - timedelta(days=179), (old, END, NEXT), ())


def test_the_same_again_leaves_the_series_alone() -> None:
    assert plan_onward(NIGHT, before=NIGHT, base=BASE) == Onward(NEXT + timedelta(days=1), (END, NEXT), ())


def test_accounts_that_moved_are_named() -> None:
    moved = replace(NIGHT, zones={"acme": "Europe/Paris", "new": "Asia/Tokyo"})
    found = plan_onward(moved, before=BASE, base=BASE)
    assert found is not None
    assert found.moved == ("acme", "new")


@pytest.mark.parametrize(
    "wanted",
    [
        replace(NIGHT, days={day: held for day, held in NIGHT.days.items() if day != LATE}),
        replace(NIGHT, days={**NIGHT.days, LATE: HeldRows("other rules", 99)}),
        replace(NIGHT, as_of=END - timedelta(days=1)),
        replace(NIGHT, days={**NIGHT.days, NEXT: HeldRows("much", 40_000)}),
        replace(NIGHT, form=1),
        replace(NIGHT, excluded="[('app', ['ping'])]"),
        replace(NIGHT, hashed_by="another version"),
    ],
    ids=[
        "a day is gone",
        "a day lost rows",
        "an earlier day is asked for",
        "an eighth is new",
        "form",
        "actions",
        "hashes",
    ],
)
def test_else_everything_is_counted_anew(wanted: ReportBasis) -> None:
    assert plan_onward(wanted, before=BASE, base=BASE) is None
