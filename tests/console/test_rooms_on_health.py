"""Does an operator see how copies of milestones fare, and never a room's address (A7, N71)?"""

import pytest
from django.test import Client

from notifications.crypto.sealed import seal
from notifications.models import ChatTarget, EventCopy
from tests.cast import NOON, olga


@pytest.mark.django_db
def test_health_names_each_room_with_its_latest_copy_and_no_address() -> None:
    sealed = seal("json://user:not-a-secret@rooms.example/")
    room = ChatTarget.objects.create(name="ops", sealed=sealed, created_by="Olga", created_at=NOON)
    client = Client()
    client.force_login(olga())
    assert "nothing sent yet" in client.get("/console/health/").content.decode()
    for status in ("sent", "failed"):
        EventCopy.objects.create(
            source=f"test:{status}", chat=room, type="seq", body="x", status=status, not_before=NOON, created_at=NOON
        )
    page = client.get("/console/health/").content.decode()
    assert "ops" in page
    assert "failed" in page
    assert "not-a-secret" not in page + room.sealed
