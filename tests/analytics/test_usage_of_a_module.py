"""A2, A3, N1-N3: the published figures of a module; unknown is null, never zero."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.api import ActivityEvent, ModuleUsage, account_usage, import_events, last_complete_day, usage
from analytics.models import ActivitySource
from analytics.rules.coverage import FeedStatus
from analytics.rules.use_verdict import UseVerdict
from analytics.services.usage import account_profiles
from lifecycle.api import BadInput
from lifecycle.models import Account, Module
from tests.analytics.feeds import FEED, NOW, feed, taken
from tests.analytics.oracle import expected_facts
from tests.cast import acme, corner_shop

pytestmark = pytest.mark.django_db

AS_OF = date(2026, 5, 31)
KEYS = "module as_of coverage users accounts daily concentration revenue_at_risk by_account"
ACCOUNT_KEYS = (
    "account tier verdict why users_28 users_90 events_28 events_90 first_at last_at last_user dependence rank slope"
    " change_28 revenue next_expected_date reason"
)


def use(account: str, *, days: Sequence[int], module: str = "reactions", users: int = 1) -> list[ActivityEvent]:
    """Noon events, counted in days before AS_OF."""
    noon = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 12, tzinfo=UTC)
    people = [f"u{number}" for number in range(users)]
    return [ActivityEvent(noon - timedelta(days=back), account, user, module) for back in days for user in people]


def told(events: Sequence[ActivityEvent], name: str = "batch", source: str = "app") -> None:
    import_events(events=events, source=source, name=name, sha256=name.ljust(64, "0"), actor=FEED, now=NOW)


def figures(as_of: date = AS_OF) -> ModuleUsage:
    return usage(module_key="reactions", as_of=as_of, now=NOW)


def test_the_json_has_exactly_the_published_keys() -> None:
    acme()
    told(use("acme", days=range(60)))
    found = figures().as_json()
    assert " ".join(found) == KEYS
    assert [" ".join(each) for each in found["by_account"]] == [ACCOUNT_KEYS]  # type: ignore[attr-defined]  # a list
    assert (found["module"], found["as_of"]) == ("reactions", "2026-05-31")
    assert found["users"] == {"1": 1, "7": 1, "28": 1, "90": 1}
    money = {"amount": 250_000.0, "currency": None, "weighted": 250_000.0}
    assert found["revenue_at_risk"] == money | {"by_currency": [money | {"accounts": 1}], "unpriced": 0, "undecided": 0}
    assert found["concentration"] == {"top10_share": 1.0, "hhi": 1.0, "gini": 0.0, "top3_share": 1.0}


def test_accounts_are_ordered_by_dependence_times_revenue_then_key() -> None:
    acme(), corner_shop()
    Account.objects.create(key="big", name="Big", revenue=Decimal(1_000_000), timezone="Asia/Tokyo", created_at=NOW)
    told(
        [
            *use("acme", days=range(60)),
            *use("corner-shop", days=range(60)),
            *use("big", days=range(60)),
            *use("big", days=range(60), module="files", users=9),
            *use("zulu", days=range(60)),
            *use("alpha", days=range(60)),
        ]
    )
    found = figures().by_account
    assert [each.account for each in found] == ["acme", "big", "corner-shop", "alpha", "zulu"]
    assert [each.dependence for each in found] == [1.0, 0.1, 1.0, 1.0, 1.0]
    assert [each.rank for each in found] == [1, 2, 1, 1, 1]
    assert found[3].tier is None
    assert "directory does not know" in found[3].why
    assert account_usage(module_key="reactions", as_of=AS_OF, now=NOW, account_key="big") == (found[1],)


def test_an_account_that_never_used_it_is_unused_with_zeros_where_the_feed_is_known() -> None:
    acme(), corner_shop()
    Account.objects.update(created_at=NOW - timedelta(days=60))
    told(use("acme", days=range(60)))
    shop = figures().by_account[-1]
    assert (shop.account, shop.verdict, shop.users_28, shop.first_at, shop.dependence) == (
        "corner-shop",
        UseVerdict.UNUSED,
        0,
        None,
        None,
    )


def test_a_feed_that_stopped_makes_everything_unknown_and_nothing_zero() -> None:
    acme()
    told(use("acme", days=range(40, 100)))
    found = figures()
    assert found.feeds.status is FeedStatus.MISSING
    assert found.users == {1: None, 7: None, 28: None, 90: 1}
    assert found.daily[-1].users is None
    (row,) = found.by_account
    assert row.verdict is UseVerdict.UNKNOWN
    assert (row.users_28, row.events_28, row.slope, row.change_28) == (None, None, None, None)
    assert (row.users_90, row.last_user) == (1, "u0")
    assert found.revenue_at_risk.amount is None


def test_days_before_the_history_are_unknown_and_quiet_days_in_it_are_zero() -> None:
    acme()
    told([*use("acme", days=range(60), module="files"), *use("acme", days=[0, 30])])
    daily = figures().daily
    assert len(daily) == 180
    assert daily[0].events is None
    assert [(day.users, day.users_28, day.events) for day in daily[-31:-28]] == [(1, 1, 1), (0, 1, 0), (0, 1, 0)]
    assert daily[-2].users_28 == 0


def test_the_reason_names_the_source_of_the_last_use() -> None:
    acme()
    told(use("acme", days=range(60)))
    told(use("acme", days=range(3, 60), module="reactions"), "other", source="web")
    assert figures().by_account[0].reason.last_source == "app"
    told(use("acme", days=range(3)), "newer", source="web")
    noon = datetime(2026, 5, 31, 12, 30, tzinfo=UTC)
    told([ActivityEvent(noon, "acme", "u0", "reactions")], "newest", source="web")
    found = figures().by_account[0].reason
    assert (found.last_source, found.last_user) == ("web", "u0")
    assert "(source web)" in found.sentence()


def test_account_days_are_those_of_its_zone_and_module_days_are_utc() -> None:
    tokyo = Account.objects.create(key="tokyo", name="Tokyo", timezone="Asia/Tokyo", created_at=NOW)
    late = datetime(2026, 5, 31, 16, tzinfo=UTC)  # the first of June in Tokyo
    told([*use("tokyo", days=range(60)), ActivityEvent(late, "tokyo", "night", "reactions")])
    found = figures()
    assert found.users[1] == 2
    assert found.by_account[0].users_28 == 1
    tokyo.timezone = "UTC"
    tokyo.save()
    assert figures().by_account[0].users_28 == 2


def test_revenue_in_two_currencies_is_not_added_up() -> None:
    Account.objects.create(key="eu", name="EU", revenue=Decimal(10), currency="EUR", created_at=NOW)
    told([*use("eu", days=range(60)), *use("us", days=range(60))])
    risk = figures().revenue_at_risk
    assert (risk.amount, risk.currency, risk.weighted) == (Decimal(10), "EUR", Decimal("10.00"))
    Account.objects.create(key="us", name="US", revenue=Decimal(10), currency="USD", created_at=NOW)
    mixed = figures().revenue_at_risk
    assert (mixed.amount, mixed.currency, mixed.weighted) == (None, None, None)
    assert [(each.currency, each.amount) for each in mixed.by_currency] == [("EUR", Decimal(10)), ("USD", Decimal(10))]


def test_a_declared_heartbeat_judges_the_source() -> None:
    acme()
    told(use("acme", days=range(60)))
    ActivitySource.objects.update(heartbeat=500)
    assert figures().feeds.status is FeedStatus.THIN


def test_an_unknown_module_is_refused_and_a_registered_one_without_use_is_not() -> None:
    with pytest.raises(BadInput, match="No module is called 'reactions'"):
        figures()
    Module.objects.create(key="reactions", name="Reactions")
    acme()
    found = figures()
    assert (found.feeds.status, found.users[28]) == (FeedStatus.MISSING, None)
    assert found.by_account[0].verdict is UseVerdict.UNKNOWN


def test_the_default_is_the_last_complete_day() -> None:
    assert last_complete_day(NOW) == AS_OF
    told(use("acme", days=range(60)))
    assert usage(module_key="reactions", now=NOW).as_of == AS_OF


def test_a_zone_that_the_machine_does_not_know_counts_as_utc() -> None:
    Account.objects.create(key="mars", name="Mars", timezone="Mars/Olympus", created_at=NOW)
    assert str(account_profiles()[0].zone) == "UTC"


def test_history_in_pieces_out_of_order_and_repeated_equals_history_at_once(tmp_path: Path) -> None:
    acme(), corner_shop()
    chance = random.Random(5)
    rows = [
        (
            (datetime(2026, 5, 31, 23, tzinfo=UTC) - timedelta(minutes=chance.randrange(120_000))).isoformat(),
            chance.choice(["acme", "corner-shop", "stranger"]),
            f"u{chance.randrange(9)}",
            chance.choice(["reactions", "files"]),
            "",
            "",
            f"e{at}",
        )
        for at in range(300)
    ]
    pieces = [rows[200:], rows[:120], rows[100:220], rows[50:60]]
    for number, piece in enumerate(pieces):
        taken(feed(tmp_path / f"{number}.csv", piece))
    found = figures()
    events = [
        ActivityEvent(datetime.fromisoformat(at), account, user, module, source="file")
        for at, account, user, module, *_ in rows
    ]
    zones = {profile.key: profile.zone for profile in account_profiles()}
    truth = expected_facts(events, module="reactions", as_of=AS_OF, zones=zones)
    counted = [(day.date, day.users or 0, day.users_28 or 0, day.events or 0) for day in found.daily]
    assert counted == [(day.date, day.users, day.users_28, day.events) for day in truth.daily]
    assert {each.account: (each.users_28, each.events_90, each.last_user) for each in found.by_account} == {
        key: (each.users_28, each.events_90, each.last_user) for key, each in truth.by_account.items()
    }
