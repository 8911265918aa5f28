"""N18: ids that are the same but for how they are written are counted apart, and shown with their number."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from analytics.api import IdTwins, id_twins, refresh
from analytics.rules.id_twins import Twins
from tests.analytics.feeds import NOW, feed, taken
from tests.cast import a_module, acme, paul
from tests.lifecycle.commands.answers import run

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 2)
COMPOSED, APART = "Zo\u00e9", "Zoe\u0301"


def came(tmp_path: Path, *ids: tuple[str, str], at: str = "2026-05-01T10:00:00Z", name: str = "a") -> None:
    acme(), a_module("reports")
    taken(feed(tmp_path / f"{name}.csv", [(at, account, user, "reports") for account, user in ids]))
    refresh(now=NOW)


def test_twins_by_case_space_or_unicode_form_are_found_within_an_account_and_never_merged(tmp_path: Path) -> None:
    ids = ("a@x", "A@X ", "A@x", "b", COMPOSED, APART, "c d", "cd", "i", "ı")
    came(tmp_path, *(("acme", each) for each in ids), ("other", "B"), ("other", "a@x"))
    found = id_twins(module_key="reports", as_of=DAY)
    expected = (Twins("acme", ("A@X ", "A@x", "a@x")), Twins("acme", (APART, COMPOSED)))
    assert found == IdTwins("reports", DAY, people=2, surplus=3, first=expected)


def test_only_the_last_90_days_and_this_module_count_and_nobody_is_found_where_nobody_is(tmp_path: Path) -> None:
    assert id_twins(module_key="reports", as_of=DAY) == IdTwins("reports", DAY)
    came(tmp_path, ("acme", "u1"), ("acme", "u2"))
    came(tmp_path, ("acme", "U1"), at="2026-01-01T10:00:00Z", name="old")
    assert id_twins(module_key="reports", as_of=DAY).people == 0
    assert id_twins(module_key="reports", as_of=date(2026, 3, 31)).people == 0
    assert id_twins(module_key="other", as_of=DAY).people == 0


def test_the_first_hundred_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    came(tmp_path, *(("acme", f"{letter}{n:03}") for n in range(101) for letter in "uU"))
    found = id_twins(module_key="reports", as_of=DAY)
    assert (found.people, found.surplus, len(found.first)) == (101, 101, 100)


def test_pages_file_and_command_say_it(tmp_path: Path) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the page and the command read the real clock
    acme(), a_module("reports")
    at = f"{now - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
    taken(feed(tmp_path / "now.csv", [(at, "acme", user, "reports") for user in ("u1", "U1")]), now=now)
    refresh(now=now)
    client = Client()
    client.force_login(paul())
    around = "/console/modules/reports/around/"
    shown = client.get(around).content.decode()
    assert "1 user seems to appear more than once in 90 days" in shown
    assert "“U1”, “u1”" in shown
    file = client.get(f"{around}?format=twins.csv").content.decode("utf-8-sig")
    assert file.split() == ["account,id", "acme,U1", "acme,u1"]
    answer = run("usage", "reports", "--json").data["id_twins"]
    assert answer == {"people": 1, "surplus": 1, "first": [{"account": "acme", "ids": ["U1", "u1"]}]}
    said = run("usage", "reports").said
    assert "users who seem to appear twice: 1, under 2 ids" in said
    assert "acme: 'U1', 'u1'" in said
