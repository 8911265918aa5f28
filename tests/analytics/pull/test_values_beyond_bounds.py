"""A2: a value that no event can have costs its own row, never the pull."""

from datetime import UTC, datetime, timedelta

import pytest

from analytics.models import ActivitySource, ImportedDay, PulledDay
from analytics.rules.activity import ActivityEvent
from tests.analytics.pull.customers import NOW, Customer, pull, row_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
SHOWN = "CREATE VIEW shop.seen AS SELECT at, org, who, feature, act, amount::{kind} AS amount, uid FROM shop.uses"


def fill(customer: Customer, good: int) -> None:
    uses = (ActivityEvent(AT + timedelta(seconds=at), "acme", "u", "files", event_id=f"e{at}") for at in range(good))
    customer.add([row_of(each) for each in uses])


@pytest.mark.parametrize("never", ["infinity", "-infinity"])
def test_a_time_without_an_end_is_outside(customer: Customer, never: str) -> None:
    fill(customer, 3)
    customer.add([(never, "acme", "u", "files", None, None, "x")])
    report = pull(customer)
    assert (report.outside, report.pulled, report.days[0].report.added) == (1, 1, 3)


@pytest.mark.parametrize(
    ("kind", "amounts"),
    [
        ("numeric", ["1e30", "1e60", "NaN", "Infinity", "1000000000000.01"]),
        ("double precision", ["1e30", "1e300", "NaN", "Infinity", "1000000000001"]),
        ("text", ["1e30", "1e60", "NaN", "Infinity", "1000000000000.01"]),
    ],
)
def test_a_quantity_beyond_any_column_of_ours_is_a_bad_row(customer: Customer, kind: str, amounts: list[str]) -> None:
    fill(customer, 600)
    customer.run(SHOWN.format(kind=kind))
    customer.add([(AT, "acme", "u", "files", None, amount, f"x{amount}") for amount in [*amounts, "-1e40"]])
    customer.add([(AT, "acme", "u", "files", None, amount, f"x{amount}") for amount in ("0", "0.000001", "1e12")])
    report = pull(customer, table="shop.seen")
    found = report.days[0].report
    assert (found.added, found.rejected) == (603, 6)
    assert {(one.field, one.reason, one.count) for one in found.reasons} == {
        ("quantity", "is larger than 1,000,000,000,000", 5),
        ("quantity", "is negative", 1),
    }


def test_a_row_too_far_ahead_is_outside_and_in_no_day(customer: Customer) -> None:
    """Of tomorrow, which is asked for up to this time of the day."""
    for hours in (23, 25, 35):
        at = NOW + timedelta(hours=hours)
        customer.add([row_of(ActivityEvent(at, "acme", "u", "files", event_id=f"{hours}"))])
    report = pull(customer)
    assert (report.outside, [each.report.rows for each in report.days]) == (2, [1])
    later = pull(customer, now=NOW + timedelta(hours=2))
    assert (later.outside, [each.report.rows for each in later.days]) == (1, [2])


def test_no_action_is_left_out_like_one_that_is_empty(customer: Customer) -> None:
    ActivitySource.objects.create(name="lake", excluded_actions=["*"], created_at=NOW)
    fill(customer, 2)
    customer.run("UPDATE shop.uses SET act = CASE uid WHEN 'e0' THEN '' END")
    assert pull(customer).is_whole
    assert ImportedDay.objects.get().events == 2
    assert PulledDay.objects.get().path == "", "nothing counts"
