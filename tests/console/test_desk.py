"""Does a success manager find the day's calls and leave an outcome that counts?

A14: worklist with due date, script and history; an outcome of `reached` names a person and says what was said.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

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
