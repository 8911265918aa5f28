"""Which queue has nobody: who is busy, and who is dead (P2, notices §10)?"""

from datetime import timedelta

import pytest

from lifecycle.rules.signs_of_life import (
    BUSY,
    COMMON_QUEUE,
    WORKER,
    Running,
    Signs,
    deserted,
    heard_at,
    queue_of,
    says_while_full,
    sign_of,
    unheard,
)
from tests.cast import NOON

S = timedelta(seconds=1)
SHORT, LONG, EXPORT = 25.0, 960.0, 3660.0


@pytest.mark.parametrize(
    ("heard_s", "busy_s", "is_dead", "is_deaf", "is_busy"),
    [
        (0, None, False, False, False),
        (60, None, False, False, False),
        (61, None, True, True, False),  # for every queue alike, however long its longest work
        (61, 15, False, True, True),
        (3600, 60, False, True, True),  # an hour of one export
        (3600, 61, True, True, False),  # killed over it
        (10, 300, False, False, False),  # was busy
        (100, 100, True, True, False),
    ],
)
def test_silence_is_death_unless_somebody_says_to_be_busy(
    heard_s: int, busy_s: int | None, is_dead: bool, is_deaf: bool, is_busy: bool
) -> None:
    signs = Signs(NOON - heard_s * S, None if busy_s is None else NOON - busy_s * S)
    other = {COMMON_QUEUE: Signs(NOON)}
    assert deserted({"bulk": signs, **other}, now=NOON) == ({"bulk"} if is_dead else set())
    assert unheard({"bulk": signs, **other}, now=NOON) == ({"bulk"} if is_deaf else set())
    assert signs.busy_since(NOON) == (NOON - heard_s * S if is_busy else None)


@pytest.mark.parametrize(
    ("running", "hands", "said"),
    [
        ((), 2, None),  # whoever is free answers
        (((100, LONG),), 2, None),
        (((100, LONG), (0, EXPORT)), 2, BUSY),
        (((100, LONG), (3, SHORT)), 2, WORKER),  # soon free again, and then it takes the next ring up
        (((3, SHORT),), 1, WORKER),
        (((LONG + 10, LONG),), 1, BUSY),
        (((LONG + 11, LONG),), 1, None),  # hangs: nobody ended it when its time was over
        (((LONG + 11, LONG), (3, SHORT)), 2, None),
        (((LONG + 11, LONG), (3, SHORT), (4, SHORT)), 2, WORKER),  # what hung is being replaced
        ((), 0, None),
    ],
)
def test_a_worker_speaks_for_itself_only_while_all_its_hands_are_at_work_that_is_not_overdue(
    running: tuple[tuple[float, float], ...], hands: int, said: str | None
) -> None:
    assert says_while_full([Running(*each) for each in running], hands=hands) == said


@pytest.mark.parametrize("queue", [COMMON_QUEUE, "notice", "bulk", "export"])
def test_a_sign_names_its_queue_and_who_is_busy_is_no_second_worker(queue: str) -> None:
    assert queue_of(sign_of(queue)) == queue
    assert queue_of(sign_of(queue, BUSY)) is None


@pytest.mark.parametrize(("last_s", "heard_s"), [(-30, 70), (0, 100), (40, 100), (100, 100), (120, 120)])
def test_the_silence_of_whoever_rings_counts_for_nobody(last_s: int, heard_s: int) -> None:
    nobody_rang = (NOON, NOON + 100 * S)
    assert heard_at(NOON + last_s * S, nobody_rang=nobody_rang) == NOON + heard_s * S
    assert heard_at(NOON + last_s * S, nobody_rang=None) == NOON + last_s * S
