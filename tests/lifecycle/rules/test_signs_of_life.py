"""Which queue has nobody: when is silence that of a busy worker, and when that of a dead one (P2, notices §10)?"""

from datetime import timedelta

import pytest

from lifecycle.rules.signs_of_life import COMMON_QUEUE, heard_at, unheard
from tests.cast import NOON

S = timedelta(seconds=1)
QUEUES = (COMMON_QUEUE, "notice", "bulk", "export")


@pytest.mark.parametrize(
    ("silent_s", "nobody"),
    [
        ((0, 0, 61, 61), ""),  # busy, perhaps
        ((0, 61, 0, 0), "notice"),
        ((0, 0, 1021, 1021), "bulk"),
        ((0, 0, 0, 3721), "export"),
        ((60, 60, 60, 60), ""),
        ((61, 61, 61, 61), "celery notice bulk export"),  # one worker for all
        ((61, 70, 45, 70), "celery notice export"),
        ((75, 75, 65, 900), "celery notice bulk"),  # a few seconds between the queues; one was busy before
        ((300, 0, 100, 0), "celery"),  # the worker for what takes long outlived the common one
    ],
)
def test_busy_is_not_dead_unless_the_common_queue_fell_silent_too(silent_s: tuple[int, ...], nobody: str) -> None:
    heard = {queue: NOON - silent * S for queue, silent in zip(QUEUES, silent_s, strict=True)}
    assert unheard(heard, now=NOON) == set(nobody.split())


def test_a_queue_alone_may_be_busy() -> None:
    assert unheard({"bulk": NOON - 100 * S}, now=NOON) == set()


@pytest.mark.parametrize(("last_s", "heard_s"), [(-30, 70), (0, 100), (40, 100), (100, 100), (120, 120)])
def test_the_silence_of_whoever_rings_counts_for_nobody(last_s: int, heard_s: int) -> None:
    nobody_rang = (NOON, NOON + 100 * S)
    assert heard_at(NOON + last_s * S, nobody_rang=nobody_rang) == NOON + heard_s * S
    assert heard_at(NOON + last_s * S, nobody_rang=None) == NOON + last_s * S
