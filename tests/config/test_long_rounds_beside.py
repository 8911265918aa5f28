"""While nobody hears, does a round that takes a quarter of an hour hold up the letters (notices case 4)?"""

import threading

import pytest

from config.beside import Beside

WAIT_S = 10.0
Ids = dict[str, object]


class Slow:
    """A round of planning lasts until it is let go; the second one breaks."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.over = threading.Event(), threading.Event(), threading.Event()
        self.done: list[tuple[str, Ids]] = []

    def __call__(self, doorbell: str, ids: Ids) -> None:
        if doorbell == "notifications.reconcile":
            self.begun.set()
            assert self.go_on.wait(WAIT_S)
        self.done.append((doorbell, ids))
        if ids.get("plan_id") == 3:
            self.over.set()


def test_letters_leave_while_a_plan_is_being_planned_and_no_plan_is_planned_twice_for_two_rings() -> None:
    slow = Slow()
    beside = Beside(slow)
    beside("notifications.reconcile", {"plan_id": 1})
    assert slow.begun.wait(WAIT_S)
    for _ in range(2):
        beside("notifications.deliver", {})
        for plan in (1, 2, 3):
            beside("notifications.reconcile", {"plan_id": plan})
    beside("portability.build", {})  # has a thread of its own, as it has a queue
    assert [doorbell for doorbell, _ in slow.done].count("notifications.deliver") == 2
    assert not any(ids for _, ids in slow.done)
    slow.go_on.set()
    assert slow.over.wait(WAIT_S)
    assert [ids["plan_id"] for _, ids in slow.done if ids] == [1, 2, 3]


def test_an_outage_is_ended_while_a_plan_is_being_planned() -> None:
    """P10: the switches wait for no other long round."""
    slow = Slow()
    beside = Beside(slow)
    beside("notifications.reconcile", {"plan_id": 1})
    assert slow.begun.wait(WAIT_S)
    beside("lifecycle.drive_switches", {"plan_id": 3})
    assert slow.over.wait(WAIT_S)
    assert slow.done == [("lifecycle.drive_switches", {"plan_id": 3})]
    slow.go_on.set()


def test_a_plan_is_planned_while_another_round_of_its_queue_takes_long() -> None:
    """A12: a correction waits neither for the report nor for an export."""
    planned, go_on = threading.Event(), threading.Event()

    def work(doorbell: str, ids: Ids) -> None:
        del ids
        if doorbell == "analytics.refresh":
            assert go_on.wait(WAIT_S)
        elif doorbell == "notifications.reconcile":
            planned.set()

    beside = Beside(work)
    beside("analytics.refresh", {})
    beside("notifications.reconcile", {"plan_id": 1})
    is_planned_meanwhile = planned.wait(WAIT_S)
    go_on.set()
    assert is_planned_meanwhile


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # that it ends so is the case
def test_a_round_that_ends_its_thread_does_not_end_the_next_one() -> None:
    came = threading.Event()

    def work(doorbell: str, ids: Ids) -> None:
        del doorbell
        if ids["plan_id"] == 1:
            raise SystemExit
        came.set()

    beside = Beside(work)
    beside("notifications.reconcile", {"plan_id": 1})
    _join()
    beside("notifications.reconcile", {"plan_id": 2})
    assert came.wait(WAIT_S)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # as above
def test_what_comes_while_a_thread_that_was_ended_still_tidies_up_gets_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would lie until the round after the next."""
    came, tidies, go_on = threading.Event(), threading.Event(), threading.Event()

    def tidy() -> None:
        tidies.set()
        assert go_on.wait(WAIT_S)

    def work(doorbell: str, ids: Ids) -> None:
        del doorbell
        if ids["plan_id"] == 1:
            raise SystemExit
        came.set()

    monkeypatch.setattr("config.beside.connections.close_all", tidy)
    beside = Beside(work)
    beside("notifications.reconcile", {"plan_id": 1})
    assert tidies.wait(WAIT_S)
    beside("notifications.reconcile", {"plan_id": 2})
    is_done_meanwhile = came.wait(WAIT_S)
    go_on.set()
    _join()  # else how it ended is told to the next test
    assert is_done_meanwhile


def _join() -> None:
    for thread in threading.enumerate():
        if thread.name == "long rounds":
            thread.join(WAIT_S)
