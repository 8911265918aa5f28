"""Planning twice is planning once, and any order of moves ends in the same rows (A12, notices section 1)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.tiers import Tier
from notifications.rules.compare import compare
from notifications.rules.picture import AccountPicture, Picture
from notifications.rules.planned import Existing, Planned
from notifications.rules.statuses import TouchpointStatus
from tests.notifications.pictures import NOON, OFF, picture, planned, row

TODAY = NOON.date()
MOVES = st.tuples(
    st.sampled_from(Tier),
    st.integers(-90, 120),
    st.sampled_from(Criticality),
    st.booleans(),
    st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York"]),
)
Move = tuple[Tier, int, Criticality, bool, str]


def pictured(move: Move, revision: int) -> Picture:
    tier, days, criticality, is_clear, zone = move
    account = AccountPicture("acme", tier, zone=zone, is_clear=is_clear)
    off = OFF + timedelta(days=days)
    others = {MilestoneKind.READ_ONLY: off - timedelta(days=30), MilestoneKind.PURGE: off + timedelta(days=60)}
    return picture(account, off=off, others=others, criticality=criticality, revision=revision)


def apply(rows: list[Existing], wanted: tuple[Planned, ...], today: date) -> list[Existing]:
    """What the service does with the changes, on rows in memory."""
    changes = compare(wanted, rows, today=today)
    new = {old.id: row(plan, old.id) for old, plan in (*changes.redated, *changes.revived)}
    ends = {
        **{each.id: TouchpointStatus.SUPERSEDED for each in changes.superseded},
        **{each.id: TouchpointStatus.MISSED for each in changes.missed},
        **{each.id: TouchpointStatus.CANCELLED for each in changes.cancelled},
    }
    kept = [new.get(each.id, each._replace(status=ends.get(each.id, each.status))) for each in rows]
    return [*kept, *(row(plan, len(rows) + number) for number, plan in enumerate(changes.created))]


def live(rows: list[Existing]) -> set[tuple[object, ...]]:
    return {(each.account, each.notice, each.step, each.at, each.late_until) for each in rows if each.status.is_open}


@given(st.lists(MOVES, min_size=1, max_size=6))
def test_reconciling_twice_is_reconciling_once(moves: list[Move]) -> None:
    rows: list[Existing] = []
    for revision, move in enumerate(moves, start=1):
        wanted = planned(pictured(move, revision))
        rows = apply(rows, wanted, TODAY)
        assert not compare(wanted, rows, today=TODAY)


@given(st.lists(MOVES, max_size=6), MOVES)
def test_any_order_of_moved_dates_and_tier_changes_ends_in_the_same_rows(moves: list[Move], last: Move) -> None:
    rows: list[Existing] = []
    for revision, move in enumerate([*moves, last], start=1):
        rows = apply(rows, planned(pictured(move, revision)), TODAY)
    direct = apply([], planned(pictured(last, 1)), TODAY)
    assert live(rows) == live(direct)


@given(st.lists(MOVES, min_size=2, max_size=5), st.integers(0, 40))
def test_a_told_row_is_never_touched(moves: list[Move], count: int) -> None:
    rows = apply([], planned(pictured(moves[0], 1)), TODAY)
    rows = [each._replace(is_told=True, status=TouchpointStatus.SERVED) if each.id < count else each for each in rows]
    told = [each for each in rows if each.is_told]
    for revision, move in enumerate(moves[1:], start=2):
        rows = apply(rows, planned(pictured(move, revision)), TODAY)
    assert [each for each in rows if each.is_told] == told


def test_a_step_whose_time_has_passed_is_missed_and_an_unneeded_one_cancelled() -> None:
    rows = apply([], planned(pictured((Tier.STANDARD, 0, Criticality.CORE, False, "UTC"), 1)), TODAY)
    after = apply(rows, (), OFF + timedelta(days=1))
    ends = {each.step: each.status for each in after}
    assert ends["off-21d.email"] is TouchpointStatus.MISSED
    assert ends["off0d.email"] is TouchpointStatus.CANCELLED
