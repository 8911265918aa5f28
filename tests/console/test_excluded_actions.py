"""N15, usage section 1: the sources of a module say how much each rule leaves out, and the rule is undone beside it."""

from pathlib import Path

import pytest
from django.test import Client

from analytics.models import ActivitySource
from lifecycle.api import AuditEvent
from tests.analytics.feeds import feed, taken
from tests.cast import a_module, acme, dora, paul

pytestmark = pytest.mark.django_db
PAGE = "/console/sources/actions/?source=app&module=reports"
MODULE = "/console/modules/reports/?as_of=2026-05-02"


@pytest.fixture
def browser(tmp_path: Path) -> Client:
    acme(), a_module("reports")
    rows = [
        ("2026-05-01T10:00:00Z", "acme", "u1", "reports", each, "", "", "app") for each in ("bot.a", "bot.b", "open")
    ]
    taken(feed(tmp_path / "a.csv", rows))
    client = Client()
    client.force_login(paul())
    return client


def test_a_rule_is_made_shown_with_its_count_and_undone(browser: Client) -> None:
    assert browser.get(MODULE).context["page"].sources[0].left_out == ()
    done = browser.post(PAGE, {"actions": "bot.*\n\n system.* \n"}, follow=True).content.decode()
    assert "app: no use is bot.*, system.*." in done
    source = browser.get(MODULE).context["page"].sources[0]
    assert source.left_out == ("bot.*: 2 events", "system.*: 0 events")
    assert source.exclude_url.replace("&", "&amp;") in browser.get(MODULE).content.decode()
    assert "bot.*\nsystem.*" in browser.get(PAGE).content.decode()
    assert "app: every action counts." in browser.post(PAGE, {"actions": ""}, follow=True).content.decode()
    assert browser.get(MODULE).context["page"].sources[0].left_out == ()
    assert AuditEvent.objects.filter(action="analytics.actions.excluded", actor="Paul").count() == 2


@pytest.mark.parametrize("wrong", ["*", "bot[1].*", "x" * 129, "\n".join(f"a{n}.*" for n in range(101))])
def test_a_line_that_is_no_pattern_is_told_at_its_field(browser: Client, wrong: str) -> None:
    answer = browser.post(PAGE, {"actions": wrong})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["actions"])
    assert ActivitySource.objects.get().excluded_actions == []


def test_who_may_not_sign_for_facts_and_what_is_no_source_are_refused(browser: Client) -> None:
    other = Client()
    other.force_login(dora())
    assert other.post(PAGE, {"actions": "bot.*"}).status_code == 403
    assert browser.get("/console/sources/actions/?source=nothing").status_code == 404
    assert ActivitySource.objects.get().excluded_actions == []
