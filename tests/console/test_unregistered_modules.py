"""Usage, section 1, N13: modules that activity names and nobody registered are shown where modules are registered."""

from pathlib import Path

import pytest
from django.test import Client

from tests.analytics.feeds import feed, taken
from tests.cast import a_module, acme, paul

pytestmark = pytest.mark.django_db


def test_keys_that_activity_names_stand_on_the_page_until_they_are_registered(tmp_path: Path) -> None:
    acme(), a_module("reports")
    client = Client()
    client.force_login(paul())

    def shown() -> list[str]:
        found: list[str] = client.get("/console/modules/").context["unregistered"]
        return found

    assert shown() == []
    rows = [("2026-05-01T10:00:00Z", "acme", "u1", key) for key in ("reports", "nobody.registered", "old")]
    taken(feed(tmp_path / "a.csv", rows))
    assert shown() == ["nobody.registered", "old"]
    assert "nobody.registered" in client.get("/console/modules/").content.decode()
    a_module("old")
    assert shown() == ["nobody.registered"]
