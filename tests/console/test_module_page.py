"""Does the module page show the same numbers as chart, table, CSV and JSON, and say when they are not known?

Interface, section 1 rule 10 (table rows equal the series), section 2 (unknown is a word); A2, A3.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from analytics.api import ActivityEvent, import_events
from lifecycle.rules.actors import Actor
from tests.cast import a_module, acme, corner_shop, paul

DAYS = 60


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(paul())
    return client


def _use() -> None:
    now = timezone.now()  # noqa: TID251 - the view under test reads the real clock
    acme(), corner_shop(), a_module()
    import_events(events=_events(now), source="host", name="host", sha256="7" * 64, actor=Actor.system("test"), now=now)


def _events(now: datetime) -> Iterator[ActivityEvent]:
    for back in range(DAYS, 0, -1):
        at = datetime.combine(now.date() - timedelta(days=back), datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)
        for account, users in (("acme", 5), ("corner-shop", 2)):
            for user in range(users):
                yield ActivityEvent(occurred_at=at, account=account, user=f"u{user}", module="reports", source="host")


def test_the_table_beneath_the_chart_holds_the_series_of_the_chart(client: Client) -> None:
    _use()
    page = client.get("/console/modules/reports/").content.decode()
    spec = json.loads(page.split('<script id="usage-chart" type="application/json">')[1].split("</script>")[0])
    table = page.split('aria-labelledby="usage-chart-title">')[-1].split("</table>")[0]
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in table.split("<tr>")[2:]]
    drawn = [["unknown" if value is None else str(value) for value in one["values"]] for one in spec["series"]]
    assert [row[:2] for row in reversed(rows)] == [list(pair) for pair in zip(*drawn, strict=True)]


def test_csv_and_json_hold_the_same_days(client: Client) -> None:
    _use()
    told = client.get("/console/modules/reports/?format=csv").content.decode("utf-8-sig")
    days = list(csv.DictReader(io.StringIO(told)))
    known = client.get("/console/modules/reports/?format=json").json()["daily"]
    assert [(row["date"], row["users_28"]) for row in days] == [
        (day["date"], "" if day["users_28"] is None else str(day["users_28"])) for day in known
    ]
    accounts = client.get("/console/modules/reports/?format=accounts.csv").content.decode("utf-8-sig")
    assert {row["account"] for row in csv.DictReader(io.StringIO(accounts))} == {"acme", "corner-shop"}
    listed = client.get("/console/modules/?format=csv").content.decode("utf-8-sig")
    assert [(row["key"], row["plan_key"]) for row in csv.DictReader(io.StringIO(listed))] == [("reports", "")]


def test_a_module_that_no_feed_names_is_unknown_and_not_zero(client: Client) -> None:
    a_module()
    page = client.get("/console/modules/reports/").content.decode()
    assert "its use is unknown" in page
    assert '<dd class="word">unknown</dd>' in page


def test_a_day_that_is_no_day_and_a_module_that_is_none_are_404(client: Client) -> None:
    a_module()
    assert client.get("/console/modules/reports/?as_of=yesterday").status_code == 404
    assert client.get("/console/modules/nothing/").status_code == 404
