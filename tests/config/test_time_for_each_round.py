"""A round that looks at all accounts of a plan has the time for it, however many they are (P1)."""

import pytest
from celery import current_app

from config.schedule import EASY_ACCOUNTS, QUEUES, SCHEDULE, Per
from config.tick import Ticker
from lifecycle.rules.signs_of_life import USUAL_S as LIMIT_S
from lifecycle.rules.stages import Stage
from tests.cast import NOON, a_plan, acme

USUAL_S, ENOUGH_S = 20, 900
OTHERS = {"lifecycle.prove_audit", "notifications.reconcile_withdrawn", "notifications.watch_desk"}
WHOLE = [each.doorbell for each in SCHEDULE if each.per is not Per.ONCE or each.doorbell in OTHERS]


@pytest.mark.parametrize("doorbell", WHOLE)
def test_a_round_of_a_whole_plan_is_not_cut_after_the_usual_time(doorbell: str) -> None:
    """Cut, it would be taken back and begin anew for ever: ten thousand accounts are planned in more than that."""
    current_app.loader.import_default_modules()
    task = current_app.tasks[doorbell]
    assert task.soft_time_limit >= ENOUGH_S
    assert task.time_limit > task.soft_time_limit


def test_letters_leave_in_rounds_that_end_soon() -> None:
    current_app.loader.import_default_modules()
    assert current_app.tasks["notifications.deliver"].soft_time_limit == USUAL_S


def test_what_takes_long_is_in_no_queue_with_letters_that_are_due() -> None:
    current_app.loader.import_default_modules()
    limits = {each.doorbell: current_app.tasks[each.doorbell].soft_time_limit for each in SCHEDULE}
    long = {each.queue for each in SCHEDULE if limits[each.doorbell] > USUAL_S}
    short = {each.queue for each in SCHEDULE if limits[each.doorbell] <= USUAL_S}
    assert (long, short) == ({"bulk", "export"}, {"celery", "notice"})
    assert long | short < set(QUEUES)
    assert {each.queue for each in SCHEDULE if each.is_long} == long
    for each in SCHEDULE:  # a worker that is full of these says so: busy is not dead
        assert (current_app.tasks[each.doorbell].time_limit > LIMIT_S) == each.is_long
    route = current_app.amqp.router.route({}, "notifications.reconcile")
    assert route["queue"].name == "bulk"


def test_what_reads_all_accounts_comes_later_the_more_there_are_and_nothing_else_does() -> None:
    """Fifty thousand accounts must not keep every worker reading them while letters wait."""
    of_accounts = [each for each in SCHEDULE if each.per is Per.ACCOUNTS]
    assert {each.wait_s(10_000) / each.every_s for each in of_accounts} == {3}
    assert {each.wait_s(10_000_000) for each in of_accounts} == {900}  # and no later than that
    assert {each.wait_s(10_000_000) / each.every_s for each in SCHEDULE if each not in of_accounts} == {1}
    assert {each.wait_s(EASY_ACCOUNTS - 1) / each.every_s for each in SCHEDULE} == {1}


@pytest.mark.django_db
def test_the_tick_counts_the_accounts_and_waits_accordingly(monkeypatch: pytest.MonkeyPatch) -> None:
    a_plan(stage=Stage.ANNOUNCED)
    acme()
    monkeypatch.setattr("config.schedule.EASY_ACCOUNTS", 1)
    rung: list[str] = []
    ticker = Ticker(lambda doorbell, _: rung.append(doorbell))
    for elapsed in (0.0, 31.0, 61.0):
        ticker.tick(now=NOON, elapsed=elapsed)
    assert rung.count("notifications.reconcile") == 2  # one account: each 60 s
    assert rung.count("lifecycle.drive_switches") == 3
