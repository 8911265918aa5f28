"""Does a plan file carry what the replacement covers, without undoing what people wrote on the page (A5, E1)?"""

from dataclasses import replace
from datetime import datetime

import pytest

from lifecycle.api import SunsetPlan, UnreadablePlan, apply_plan, assessment_of
from lifecycle.rules.actors import Actor
from lifecycle.rules.capabilities import Capability, Coverage
from lifecycle.services.assess import write_entry
from tests.cast import paul
from tests.lifecycle.plan_files import EARLY, a_document, plan_text

pytestmark = pytest.mark.django_db
OLD = 'url: "https://example.com/meetings"}'
LISTED = 'url: "https://example.com/meetings", capabilities: [{}]}}'
SEARCH, BOTS = "{name: Search, coverage: covered, essential: true}", "{name: Bots, coverage: lacking, note: None yet.}"


def applied(*parts: str, text: str = "Few people talk there any more.") -> SunsetPlan:
    changes = ((OLD, LISTED.format(", ".join(parts))), ("Few people talk there any more.", text))
    apply_plan(
        document=a_document(*changes),
        text=plan_text(*changes),
        actor=Actor.system("command line"),
        now=EARLY,
    )
    return SunsetPlan.objects.select_related("module").get(key="voice-2027")


def listed(plan: SunsetPlan) -> dict[str, Capability]:
    return {each.name: each for each in assessment_of(plan).main.capabilities}


def by_hand(plan: SunsetPlan, capability: Capability, now: datetime = EARLY) -> None:
    write_entry(plan=plan, entry=capability, actor=paul().actor, now=now)


def test_the_file_is_listed_as_written() -> None:
    assert listed(applied(SEARCH, BOTS)) == {
        "Search": Capability("Search", Coverage.COVERED, is_essential=True),
        "Bots": Capability("Bots", Coverage.LACKING, note="None yet."),
    }


def test_what_people_changed_stays_until_the_file_itself_says_something_else() -> None:
    plan = applied(SEARCH, BOTS)
    by_hand(plan, replace(listed(plan)["Bots"], coverage=Coverage.PARTLY))
    by_hand(plan, Capability("Polls", Coverage.LACKING))
    again = applied(SEARCH, BOTS, text="Hardly anybody talks there any more.")
    assert {name: each.coverage.value for name, each in listed(again).items()} == {
        "Search": "covered",
        "Bots": "partly",
        "Polls": "lacking",
    }
    last = applied(BOTS.replace("lacking", "covered"))
    assert {name: each.coverage.value for name, each in listed(last).items()} == {"Bots": "covered", "Polls": "lacking"}


def test_one_capability_stands_there_once() -> None:
    with pytest.raises(UnreadablePlan, match="'Search' stands there more than once"):
        applied(SEARCH, SEARCH)
