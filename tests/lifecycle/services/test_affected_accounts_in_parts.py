"""A4: do all accounts of a list leave in the order of the page, a part at a time, however many there are?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lifecycle.api import account_standings, every_standing, record_affected_use
from lifecycle.models import Account, Exemption, SunsetPlan
from lifecycle.rules.affected import SubjectKind
from lifecycle.rules.affected_list import Wanted
from lifecycle.rules.affected_use import Counting, SubjectUse
from lifecycle.services.affected_signals import record_silence, silence_candidates
from tests.cast import NOON, a_plan, paul

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KEYS = [f"a{number}" for number in range(8)]


@pytest.fixture
def plan() -> SunsetPlan:
    """The first three are silent, the last has leave; the others still use it."""
    found = a_plan(dated=False)
    Account.objects.bulk_create(Account(key=key, name=key.upper(), created_at=NOON) for key in KEYS)
    uses = [
        SubjectUse(key, SubjectKind.USER, "u", 1, NOON, NOON + (DAY if number >= 3 else 0 * DAY), (), ())
        for number, key in enumerate(KEYS)
    ]
    record_affected_use(plan=found, uses=uses, counting=Counting.NEW, now=NOON)
    record_silence(plan=found, silent=silence_candidates(plan=found, before=NOON + DAY / 2), now=NOON)
    last = Account.objects.get(key="a7")
    Exemption.objects.create(
        plan=found, account=last, kind="access", reason="asked", starts_at=NOON, ends_at=NOON + DAY
    )
    return found


@pytest.mark.parametrize("part", [1, 3, 4, 100])
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(status="clear"), Wanted(account="a4"), Wanted(kind="token")])
def test_parts_of_any_size_say_what_the_page_says(plan: SunsetPlan, part: int, wanted: Wanted) -> None:
    told = account_standings(plan, now=NOON, wanted=wanted, limit=99)
    assert list(every_standing(plan, now=NOON, wanted=wanted, part=part)) == told


def test_the_accounts_are_read_part_by_part_and_none_twice(plan: SunsetPlan) -> None:
    """Who takes the first row has asked for one part, and no query of it asks for more."""
    found = every_standing(plan, now=NOON, wanted=Wanted(), part=2)
    with CaptureQueriesContext(connection) as first:
        assert next(found).account == "a3"
    with CaptureQueriesContext(connection) as same:
        assert next(found).account == "a4"
    assert not same.captured_queries
    with CaptureQueriesContext(connection) as rest:
        assert [each.account for each in found] == ["a5", "a6", "a0", "a1", "a2", "a7"]
    asked = [each["sql"] for each in (*first, *rest) if "ORDER BY" in each["sql"] and '_account"' in each["sql"]]
    assert asked
    assert all(sql.endswith("LIMIT 2") for sql in asked)


def test_nobody_is_listed_for_a_filter_that_cannot_be(plan: SunsetPlan) -> None:
    assert list(every_standing(plan, now=NOON, wanted=Wanted("nonsense"))) == []


def test_the_file_of_accounts_leaves_row_by_row(plan: SunsetPlan, client: Client) -> None:
    client.force_login(paul())
    answer = client.get("/console/plans/reports-sunset/affected/?format=accounts.csv&status=clear")
    lines = [bytes(each).decode("utf-8-sig") for each in answer]
    assert lines[0].startswith("account,name,status")
    assert [line.split(",")[:3] for line in lines[1:]] == [[key, key.upper(), "clear"] for key in KEYS[:3]]
    assert "affected-accounts" in answer["Content-Disposition"]
