"""Does a success manager find the day's calls and leave an outcome that counts?

A14: worklist with due date, script and history; an outcome of `reached` names a person and says what was said.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from notifications.api import renew_scripts
from notifications.models import DeskTask
from tests.cast import NOON, a_plan, acme, dora, olga, paul


@pytest.fixture
def task(db: None) -> DeskTask:
    return DeskTask.objects.create(
        account=acme(),
        plan=a_plan(),
        source="test",
        kind="call",
        owner_email="dora@sunsetter.example",
        due_date=timezone.now().date() - timedelta(days=3),  # noqa: TID251 - the view reads the real clock
        subject="Acme Ltd: tell them",
        script="Good morning.",
        created_at=NOON,
    )


def _client(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]  # one of the cast
    return client


def test_the_desk_shows_ones_own_tasks_and_how_late_they_are(task: DeskTask) -> None:
    assert "overdue by 3 days" in _client(dora()).get("/console/desk/").content.decode()
    assert "Nothing on this desk" in _client(paul()).get("/console/desk/").content.decode()
    assert "Acme Ltd" in _client(paul()).get("/console/desk/?whose=all").content.decode()
    assert "Acme Ltd" in _client(paul()).get(f"/console/desk/?plan={task.plan.key}").content.decode()


def test_reached_needs_a_person_and_what_was_said(task: DeskTask) -> None:
    client, path = _client(dora()), f"/console/desk/{task.uuid}/"
    answer = client.post(path, {"outcome": "reached"})
    assert answer.status_code == 422
    assert "Say this when somebody was reached." in answer.content.decode()
    answer = client.post(path, {"outcome": "reached", "person": "Alice", "note": "Will export on Friday."})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert (task.status, task.person, task.closed_by) == ("closed", "Alice", "Dora")


def test_a_closed_task_shows_its_outcome_and_closes_only_once(task: DeskTask) -> None:
    client, path = _client(dora()), f"/console/desk/{task.uuid}/"
    client.post(path, {"outcome": "left_message"})
    assert "Left a message" in client.get(path).content.decode()
    assert client.post(path, {"outcome": "refused"}).status_code == 409


def test_who_may_not_clear_accounts_is_refused(task: DeskTask) -> None:
    answer = _client(olga()).post(f"/console/desk/{task.uuid}/", {"outcome": "left_message"})
    assert answer.status_code == 403
    task.refresh_from_db()
    assert task.status == "open"


def test_there_is_no_task_of_another_number(task: DeskTask) -> None:
    assert _client(dora()).get("/console/desk/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_whoever_read_a_script_whose_dates_moved_is_shown_the_new_one_and_may_say_what_was_told(
    task: DeskTask,
) -> None:
    """A13, A14: nothing written is lost, and nothing told by the old script counts for the new dates."""
    client, path = _client(dora()), f"/console/desk/{task.uuid}/"
    DeskTask.objects.filter(pk=task.pk).update(script_dates={"off": "2027-01-01"})
    renew_scripts(plan_id=task.plan_id, now=NOON)
    newer = DeskTask.objects.get(status="open")
    assert newer.script == ""  # of no notice: no old words are kept under new dates
    DeskTask.objects.filter(pk=newer.pk).update(script="It ends in June.")
    said = {"outcome": "reached", "person": "Alice", "note": "She wrote it down."}
    answer = client.post(path, said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "the dates moved since this script was written" in page
    assert "She wrote it down." in page
    assert f"/console/desk/{newer.uuid}/" in page
    assert "The dates changed: read this new script." in client.get(f"/console/desk/{newer.uuid}/").content.decode()
    assert client.post(path, {**said, "told_earlier": "on"}).status_code == 302
    task.refresh_from_db()
    assert (task.status, task.person) == ("closed", "Alice")
    assert "told_earlier" not in client.get(f"/console/desk/{newer.uuid}/").content.decode()
