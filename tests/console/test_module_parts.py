"""Does the module page filter its accounts, show the burn-down, sources, last use, co-use, callers and floods?

Interface, section 1 rule 10 (files hold what the page shows), section 2 (unknown is a word); A2, A3.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from analytics.api import ActivityEvent, import_events, push_evidence, why_in_words
from analytics.models import FlaggedUser, FloodDecision
from analytics.rules.clock_skew import ClockSkew, ClockStatus
from analytics.rules.coverage import FeedStatus
from analytics.rules.revenue_at_risk import RevenueAtRisk
from analytics.rules.source_figures import SourceFigures
from analytics.rules.use_reasons import SENTENCES, UseReason, Why
from analytics.rules.window_coverage import FeedCoverage
from console.views.module_rows import _at_risk, _source
from lifecycle.models import Module
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import Stage
from tests.cast import a_module, a_plan, acme, corner_shop, dora, neighbour, paul


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(paul())
    return client


@pytest.fixture
def now(db: None) -> datetime:
    """Sixty days of use by two accounts, one of them silent for a month; the neighbour never used it."""
    now = timezone.now()  # noqa: TID251 - the views under test read the real clock
    acme(), corner_shop(), neighbour(), a_module()
    import_events(events=_events(now), source="host", name="host", sha256="7" * 64, actor=Actor.system("test"), now=now)
    return now


def _events(now: datetime) -> Iterator[ActivityEvent]:
    for back in range(60, 0, -1):
        nine = datetime.combine(now.date() - timedelta(days=back), datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)
        for user in ("u1", "u2", "u3"):
            yield ActivityEvent(nine, "acme", user, "reports", client="ios/4.2")
            yield ActivityEvent(nine, "acme", user, "insights")
        if back > 35:
            yield ActivityEvent(nine, "corner-shop", "u1", "reports", integration="crm")


def _accounts(client: Client, query: str) -> list[str]:
    told = client.get(f"/console/modules/reports/?format=accounts.csv{query}").content.decode("utf-8-sig")
    return [row["account"] for row in csv.DictReader(io.StringIO(told))]


@pytest.mark.usefixtures("now")
def test_the_accounts_are_filtered_on_the_page_as_in_the_file(client: Client) -> None:
    assert _accounts(client, "") == ["acme", "corner-shop"]
    assert _accounts(client, "&all=1") == ["acme", "corner-shop", "neighbour"]
    assert _accounts(client, "&verdict=active") == ["acme"]
    assert _accounts(client, "&tier=standard") == ["corner-shop"]
    assert _accounts(client, "&q=SHOP") == ["corner-shop"]
    page = client.get("/console/modules/reports/?verdict=rare").content.decode()
    assert "Nothing fits this filter" in page
    shown = client.get("/console/modules/reports/?q=acme&tier=key").content.decode()
    assert "?q=acme&amp;tier=key&amp;format=accounts.csv" in shown


@pytest.mark.usefixtures("now")
def test_the_page_says_why_when_it_was_last_used_and_how_every_source_delivered(client: Client) -> None:
    page = client.get("/console/modules/reports/").content.decode()
    assert "(source host)" in page
    assert "accounts by tier, darker is more" in page
    assert "Day by day: complete 28" in page
    assert "learnt from the same weekdays" in page
    told = client.get("/console/modules/reports/?format=sources.csv").content.decode("utf-8-sig")
    assert [row["status"] for row in csv.DictReader(io.StringIO(told))] == ["ok"] * 28
    told = client.get("/console/modules/reports/?format=last-use.csv").content.decode("utf-8-sig")
    counts = [list(row.values()) for row in csv.DictReader(io.StringIO(told))]
    assert counts == [["key", "1", "0", "0", "0", "0", "0"], ["standard", "0", "0", "1", "0", "0", "0"]]
    assert re.findall(r"</svg>(\d)</td>", page) == [each for row in counts for each in row[1:]]


def test_the_burn_down_is_drawn_beside_the_trend_from_the_announcement_on(client: Client, now: datetime) -> None:
    plan = a_plan(stage=Stage.ANNOUNCED, switch_off_date=now.date() + timedelta(days=60))
    assert client.get("/console/modules/reports/?format=burn-down.csv").status_code == 200  # nothing yet: the page
    type(plan).objects.filter(pk=plan.pk).update(stage_since_at=now - timedelta(days=4))
    push_evidence(plan_id=plan.pk, now=now)
    page = client.get("/console/modules/reports/").content.decode()
    assert "Left since the announcement" in page
    assert '"name": "Announced"' in page
    told = client.get("/console/modules/reports/?format=burn-down.csv").content.decode("utf-8-sig")
    days = list(csv.DictReader(io.StringIO(told)))
    assert [(day["users"], day["accounts_left"]) for day in days] == [*[("3", "")] * 4, ("3", "1")]
    assert client.get("/console/modules/reports/?format=json").json()["burn_down"]["baseline"]["users"] == 3


@pytest.mark.usefixtures("now")
def test_around_a_module_stand_co_use_adoption_callers_and_who_floods(client: Client) -> None:
    Module.objects.filter(key="reports").update(replacement_module=Module.objects.create(key="insights", name="New"))
    for user, decision in (("bot", FloodDecision.OPEN), ("loop", FloodDecision.BOT), ("kiosk", FloodDecision.PERSON)):
        decided = {} if decision == FloodDecision.OPEN else {"decided_by": "Paul", "decided_at": datetime.now(UTC)}  # noqa: TID251 - any time does
        FlaggedUser.objects.create(
            **{"account_key": "acme", "user": user, "module_key": "reports", "peak": 900, "usual": 2, **decided},
            peak_date=date(2026, 1, 5),
            decision=decision,
            flagged_at=datetime(2026, 1, 6, tzinfo=UTC),
        )
    page = client.get("/console/modules/reports/around/").content.decode()
    for said in (
        "Moved to insights since",
        "100%",
        "crm",
        "ios",
        "4.2",
        "not decided",
        "does not count",
        "counts again",
    ):
        assert said in page
    callers = client.get("/console/modules/reports/around/?format=callers.csv").content.decode("utf-8-sig")
    assert [row["program"] for row in csv.DictReader(io.StringIO(callers))] == ["ios", ""]
    together = client.get("/console/modules/reports/around/?format=co-use.csv").content.decode("utf-8-sig")
    assert [row["users_share"] for row in csv.DictReader(io.StringIO(together))] == ["0.75"]
    assert client.get("/console/modules/reports/around/?format=json").json()["co_use"]["users"] == 4
    assert client.get("/console/modules/fax/around/").status_code == 404


def test_a_module_without_any_use_has_nothing_around_it(client: Client) -> None:
    a_module()
    page = client.get("/console/modules/reports/around/").content.decode()
    assert "Nothing else is used" in page
    assert "No event of these days" in page


@pytest.mark.parametrize("language", ["en", "zh-hans", "ru"])
@pytest.mark.parametrize("key", list(Why))
def test_every_reason_reads_in_every_language(key: Why, language: str) -> None:
    names = ("silence", "unseen", "history", "gap", "now", "before", "percent", "span")
    reason = UseReason(key, tuple((name, 31) for name in names), "u1", date(2026, 3, 1), "host", 0.97, 400, 1, True)
    with translation.override(language):
        said = why_in_words(reason)
        assert "%(" not in said
        assert ("31" in said) == ("%(" in SENTENCES[key])
        if language != "en":
            assert said.partition(";")[0] != UseReason(key, reason.figures).sentence().partition(";")[0]


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (ClockSkew(ClockStatus.AHEAD, 7200, 7200, 9), "ahead of ours by 2 hours"),
        (ClockSkew(ClockStatus.BEHIND, -7200, 0, 9), "behind ours by 2 hours"),
        (ClockSkew(ClockStatus.OK, 0, 7200, 9), "agrees with ours; single events up to 2 hours ahead"),
        (ClockSkew(), "cannot be judged from its deliveries"),
    ],
)
def test_a_sources_clock_and_heartbeat_are_said(clock: ClockSkew, said: str) -> None:
    coverage = FeedCoverage(FeedStatus.THIN, 10, 20.0, 0.5, 0.5)
    found = SourceFigures("host", coverage, None, heartbeat=20, clock=clock)
    with translation.override("en"):
        row = _source(found, (), "reports", now=datetime(2026, 1, 1, tzinfo=UTC))
    assert (row.clock, row.rule, row.share) == (said, "declared: at least 20 a day", "50%")


def test_accounts_missing_from_the_revenue_are_named() -> None:
    with translation.override("en"):
        shown = _at_risk(RevenueAtRisk(None, None, None, (), unpriced=2, undecided=1))
    assert shown.note.endswith("accounts without known revenue (2), accounts of unknown use (1)")


def test_who_floods_is_decided_on_its_page_by_who_may_and_refused_for_others(client: Client, now: datetime) -> None:
    row = FlaggedUser.objects.create(
        account_key="acme", user="bot", module_key="reports", peak=900, peak_date=now.date(), usual=2, flagged_at=now
    )
    address = f"/console/floods/{row.uuid}/"
    assert "Is it a program" in client.get(address).content.decode()
    assert client.post(address, {"decision": "bot", "note": ""}).status_code == 422
    answer = client.post(address, {"decision": "bot", "note": "A loop in their script."}, follow=True)
    assert "bot: decided." in answer.content.decode()
    row.refresh_from_db()
    assert (row.decision, row.decided_by, row.note) == ("bot", "Paul", "A loop in their script.")
    client.force_login(dora())
    assert client.post(address, {"decision": "person", "note": "no"}).status_code == 403
    assert client.get("/console/floods/00000000-0000-4000-8000-000000000000/").status_code == 404
