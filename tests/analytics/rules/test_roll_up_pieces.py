"""A2: which days share a roll-up file; whatever arrives in whatever order, each day is in exactly one that holds it."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.rules.roll_up_pieces import SMALL, HeldDay, Piece, month_of, months_to_join, plan_pieces

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 10)


def held(day: int, rows: int = 10, path: str = "old") -> HeldDay:
    return HeldDay(MAY.replace(day=day), 0, rows, path if rows else "")


def test_a_small_month_is_one_file_and_takes_its_older_days_along() -> None:
    found = plan_pieces({(MAY, 0): 5}, [held(2), held(3, rows=0)], newest=MAY)
    assert found == [Piece(0, (MAY,), {MAY.replace(day=2): "old"})]
    assert found[0].days == [MAY, MAY.replace(day=2)]


def test_a_large_month_under_way_gets_a_file_for_each_day() -> None:
    assert plan_pieces({(MAY, 0): SMALL, (MAY.replace(day=2), 0): 1}, [held(3)], newest=MAY) == [
        Piece(0, (MAY,), {}),
        Piece(0, (MAY.replace(day=2),), {}),
    ]


def test_a_large_month_that_is_over_is_one_file_again() -> None:
    (found,) = plan_pieces({(MAY, 0): SMALL}, [held(3)], newest=JUNE)
    assert found == Piece(0, (MAY,), {MAY.replace(day=3): "old"})


def test_a_day_that_shared_a_file_in_a_large_month_takes_the_others_along() -> None:
    (found,) = plan_pieces({(MAY, 0): SMALL}, [held(1), held(2)], newest=MAY)
    assert found == Piece(0, (MAY,), {MAY.replace(day=2): "old"})
    (emptied,) = plan_pieces({(MAY, 0): 0}, [held(1), held(2, SMALL + 1), held(3, path="other")], newest=MAY)
    assert emptied == Piece(0, (), {MAY.replace(day=2): "old"})


def test_a_day_of_which_nothing_counts_any_more_leaves_its_file() -> None:
    assert plan_pieces({(MAY, 0): 0}, [held(1), held(2)], newest=MAY) == [Piece(0, (), {MAY.replace(day=2): "old"})]
    assert plan_pieces({(MAY, 0): 0}, [held(1)], newest=MAY) == []
    assert plan_pieces({(MAY, 0): 0}, [held(2)], newest=MAY) == []


def test_only_months_that_are_over_and_in_pieces_are_joined() -> None:
    apart = [held(1, path="a"), held(2, path="b")]
    assert months_to_join(apart, newest=MAY) == []
    assert months_to_join(apart, newest=JUNE) == [MAY]
    assert months_to_join([held(1), held(2)], newest=JUNE) == []
    (joined,) = plan_pieces({}, apart, newest=JUNE)
    assert joined == Piece(0, (), {MAY: "a", MAY.replace(day=2): "b"})


@settings(max_examples=40)
@given(
    st.lists(
        st.dictionaries(st.integers(0, 70), st.sampled_from([0, 1, SMALL // 3, SMALL]), min_size=1, max_size=6),
        min_size=1,
        max_size=8,
    )
)
def test_in_any_order_each_day_is_in_one_file_that_holds_nothing_else(arrivals: list[dict[int, int]]) -> None:
    manifest: dict[date, HeldDay] = {}
    files: dict[str, set[date]] = {}
    for number, arrival in enumerate(arrivals):
        fresh = {(MAY + timedelta(days=day), 0): rows for day, rows in arrival.items()}
        newest = max([*manifest, *(day for day, _ in fresh)])
        months = {month_of(day) for day, _ in fresh}
        of_months = [each for each in manifest.values() if month_of(each.date) in months]
        for (day, _), rows in fresh.items():
            manifest[day] = HeldDay(day, 0, rows)
        for at, piece in enumerate(plan_pieces(fresh, of_months, newest=newest)):
            path = f"{number}-{at}"
            files[path] = set(piece.days)
            assert all(files[old] >= {day} for day, old in piece.kept.items())
            for day in piece.days:
                manifest[day] = HeldDay(day, 0, manifest[day].rows, path)
        for day, each in manifest.items():
            assert (day in files[each.path]) if each.rows else not each.path
        for path in {each.path for each in manifest.values() if each.rows}:
            assert files[path] == {day for day, each in manifest.items() if each.path == path}
