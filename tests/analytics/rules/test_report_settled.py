"""A3: sums of the last 88 days go on by the days that enter and leave, unless a day among them gained rows."""

from dataclasses import replace
from datetime import date, timedelta

from analytics.rules.report_basis import HeldRows, ReportBasis
from analytics.rules.report_settled import SettledSums, edges, plan_settled, settled_days
from tests.analytics.rules.test_report_basis import BASE, END, NEXT, NIGHT

ENTERS, LEAVES = (END, 1), (END - timedelta(days=88), -1)
AFTER = NEXT + timedelta(days=1)
SECOND = ReportBasis(AFTER, {**NIGHT.days, AFTER: HeldRows("new", 90)}, NIGHT.zones)


def late(basis: ReportBasis, day: date) -> ReportBasis:
    return replace(basis, days={**basis.days, day: HeldRows("more", 101)})


def test_a_night_adds_a_day_and_takes_one() -> None:
    assert plan_settled(NIGHT, before=BASE, base=BASE) == SettledSums(False, True, (LEAVES, ENTERS))


def test_the_same_again_reads_no_day() -> None:
    assert plan_settled(NIGHT, before=NIGHT, base=BASE) == SettledSums(False, True, ())


def test_a_late_row_after_the_base_is_counted_from_the_base_on() -> None:
    found = plan_settled(late(SECOND, END), before=NIGHT, base=BASE)
    assert found == SettledSums(
        False,
        False,
        ((LEAVES[0], -1), (LEAVES[0] + timedelta(days=1), -1), (END, 1), (NEXT, 1)),
    )


def test_a_late_row_that_the_base_misses_is_counted_anew_once() -> None:
    day = END - timedelta(days=3)
    night, second = late(NIGHT, day), late(SECOND, day)
    anew = plan_settled(night, before=BASE, base=BASE)
    assert anew == SettledSums(True, False, tuple((each, 1) for each in settled_days(NEXT)))
    assert plan_settled(second, before=night, base=BASE) == SettledSums(
        True, True, ((LEAVES[0] + timedelta(days=1), -1), (NEXT, 1))
    )


def test_a_late_row_of_a_day_that_left_changes_nothing() -> None:
    day = END - timedelta(days=89)
    assert plan_settled(late(NIGHT, day), before=BASE, base=BASE) == SettledSums(False, True, (LEAVES, ENTERS))


def test_edges_and_settled_days_are_the_days_of_any_zone() -> None:
    """Local days -89 to 0 lie in UTC days -90 to +1, for no zone is a day off; each is read once."""
    reach = [NEXT - timedelta(days=back) for back in range(-1, 91)]
    assert sorted([*edges(NEXT), *settled_days(NEXT)]) == sorted(reach)
