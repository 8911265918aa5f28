"""A round that looks at all accounts of a plan has the time for it, however many they are (P1)."""

import pytest
from celery import current_app

from config.schedule import SCHEDULE

USUAL_S, ENOUGH_S = 20, 900
WHOLE = {"lifecycle.prove_audit", "notifications.reconcile_withdrawn", "notifications.watch_desk"}


@pytest.mark.parametrize("doorbell", [each.doorbell for each in SCHEDULE if each.per_plan or each.doorbell in WHOLE])
def test_a_round_of_a_whole_plan_is_not_cut_after_the_usual_time(doorbell: str) -> None:
    """Cut, it would be taken back and begin anew for ever: ten thousand accounts are planned in more than that."""
    current_app.loader.import_default_modules()
    task = current_app.tasks[doorbell]
    assert task.soft_time_limit >= ENOUGH_S
    assert task.time_limit > task.soft_time_limit


def test_letters_leave_in_rounds_that_end_soon() -> None:
    current_app.loader.import_default_modules()
    assert current_app.tasks["notifications.deliver"].soft_time_limit == USUAL_S
