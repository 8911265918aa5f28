"""Does the page of health show a feed that died, whatever else came in since?"""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from analytics.api import Recipe, import_files
from lifecycle.rules.actors import Actor
from tests.cast import acme, paul

LONG_AGO = datetime(2026, 1, 6, tzinfo=UTC)
GOOD = "2026-01-0{}T10:00:00Z,acme,u1,reports\n"


@pytest.mark.django_db
def test_files_that_brought_nothing_push_no_dead_feed_out_of_sight(tmp_path: Path) -> None:
    """usage §1: refused ones say so; one that only repeats what is known keeps no feed alive."""
    acme()

    def came(**rows: str) -> None:
        files = {tmp_path / f"{name}.csv": text for name, text in rows.items()}
        for file, text in files.items():
            file.write_text("occurred_at,account,user,module\n" + text, encoding="utf-8")
        import_files(
            addresses=[str(each) for each in files],
            recipe=Recipe(source="app"),
            actor=Actor.system("test"),
            now=LONG_AGO,
        )

    came(a=GOOD.format(3), b=GOOD.format(4))
    came(**{f"bad_{n}": f"no day {n},,,\n" for n in range(4)}, again=GOOD.format(4) + GOOD.format(3))
    client = Client()
    client.force_login(paul())
    found = client.get("/console/health/").context["page"].feeds
    shown = {Path(each.name).stem: (each.age.tone, each.age.word) for each in found}
    refused = {f"bad_{n}": ("caution", "refused") for n in range(4)}
    assert shown == {**refused, "again": ("ok", ""), "b": ("blocked", "stale")}
    assert b"/b.csv," in b"".join(client.get("/console/health/?format=feeds.csv"))
