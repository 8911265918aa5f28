"""A3: what is used together, who moved to the replacement, through what, how much is left since the announcement."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from analytics.api import ActivityEvent, burn_down, callers, co_use, import_events, push_evidence
from analytics.models import ActivitySource, BurnDownDay, EventFile, FlaggedUser, UsageBaseline
from analytics.rules.burn_down import DayLeft
from analytics.rules.co_use import Companion, Moved
from lifecycle.api import record
from lifecycle.models import Module
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import Stage
from tests.analytics.feeds import FEED
from tests.cast import OFF, a_module, a_plan, acme, corner_shop

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
AS_OF = date(2027, 2, 28)


def uses(account: str, backs: Iterable[int], *, user: str, module: str = "reports", **more: str) -> list[ActivityEvent]:
    """At nine, so many days before AS_OF."""
    nine = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 9, tzinfo=UTC)
    return [ActivityEvent(nine - timedelta(days=back), account, user, module, **more) for back in backs]  # type: ignore[arg-type]  # texts of the event


def told(events: Iterable[ActivityEvent], name: str = "feed", *, now: datetime = NOW) -> None:
    import_events(events=events, source="app", name=name, sha256=name.ljust(64, "x"), actor=FEED, now=now)


def replaced() -> None:
    module = a_module()
    module.replacement_module = Module.objects.create(key="insights", name="Insights")
    module.save()


def test_what_the_users_of_a_module_use_beside_it() -> None:
    told(
        [
            *uses("alive", range(100), user="u1", module="search"),
            *uses("acme", [3], user="u1"),
            *uses("acme", [89], user="u2"),
            *uses("shop", [5], user="u1"),
            *uses("acme", [9, 10], user="u1", module="files"),
            *uses("acme", [9], user="u9", module="search"),
            *uses("shop", [90], user="u1", module="files"),
            *uses("other", [9], user="u1", module="files"),
        ]
    )
    found = co_use(module_key="reports", now=NOW)
    assert (found.users, found.accounts, found.as_of, found.adoption) == (3, 2, AS_OF, None)
    assert found.companions == (Companion("files", 1, 1, 1 / 3, 1 / 2), Companion("search", 0, 1, 0.0, 1 / 2))
    FlaggedUser.objects.create(
        account_key="acme", user="u1", module_key="reports", peak=9, peak_date=AS_OF, usual=0, flagged_at=NOW
    )
    assert co_use(module_key="reports", now=NOW).companions[0] == Companion("files", 0, 1, 0.0, 1 / 2)
    assert co_use(module_key="nothing", now=NOW).as_json()["companions"] == []


def test_adoption_is_who_used_the_module_before_and_the_replacement_after() -> None:
    replaced()
    told(
        [
            *uses("alive", range(100), user="u1", module="search"),
            *uses("acme", [60], user="moved"),
            *uses("acme", [3], user="moved", module="insights"),
            *uses("acme", [60, 2], user="both"),
            *uses("acme", [3], user="both", module="insights"),
            *uses("shop", [60], user="early"),
            *uses("shop", [40], user="early", module="insights"),
            *uses("shop", [1], user="new"),
            *uses("shop", [1], user="new", module="insights"),
        ]
    )
    adoption = co_use(module_key="reports", now=NOW).adoption
    assert adoption is not None
    assert (adoption.replacement, adoption.since) == ("insights", AS_OF - timedelta(days=27))
    assert adoption.users == Moved(before=3, after=2, gone=1, still=1)
    assert adoption.accounts == Moved(before=2, after=2, gone=0, still=2)
    assert adoption.users.share == pytest.approx(2 / 3)
    assert co_use(module_key="reports", now=NOW).as_json()["adoption"] == adoption.as_json()


def test_callers_are_counted_by_integration_program_and_version_without_what_is_excluded() -> None:
    told(
        [
            *uses("acme", [1, 2, 3], user="u1", client="ios/4.2.1"),
            *uses("acme", [1, 2], user="u2", client="ios/4.1", integration="crm"),
            *uses("shop", [1], user="u1"),
            *uses("shop", [1, 2], user="u1", action="bot.ping", client="bot"),
            *uses("shop", [90], user="u1", client="old/1"),
        ]
    )
    ActivitySource.objects.update(excluded_actions=["bot.*"])
    found = callers(module_key="reports", now=NOW)
    rows = [(row.integration, row.program, row.version, row.events, row.users, row.accounts) for row in found.rows]
    assert rows == [("", "ios", "4.2.1", 3, 1, 1), ("crm", "ios", "4.1", 2, 1, 1), ("", "", "", 1, 1, 1)]
    assert found.is_named
    assert found.as_json()["days"] == 90
    assert not callers(module_key="nothing", now=NOW).is_named


def test_what_a_silent_feed_may_have_missed_is_unknown_and_never_zero() -> None:
    replaced()
    told(
        [
            *uses("acme", range(40, 89), user="u1", client="ios/4.2"),
            *uses("acme", range(40, 50), user="u2", module="files"),
            *uses("acme", range(50, 60), user="u1", module="insights"),
        ]
    )
    together, called = co_use(module_key="reports", now=NOW), callers(module_key="reports", now=NOW)
    assert (together.is_covered, together.users, together.accounts) == (False, 1, 1)
    assert together.companions == (Companion("insights", 1, 1, None, None), Companion("files", None, 1, None, None))
    assert together.adoption is not None
    assert together.adoption.users == Moved(None, None, None, None)
    assert (called.is_covered, called.rows[0].events) == (False, 49)
    nothing = co_use(module_key="nothing", now=NOW)
    assert (nothing.is_covered, nothing.users) == (False, None)
    assert not callers(module_key="nothing", now=NOW).is_covered


def test_callers_of_days_whose_events_were_dropped_are_not_all_there() -> None:
    told(uses("acme", range(100), user="u1", client="ios/4.2"))
    assert callers(module_key="reports", now=NOW).is_covered
    dropped = AS_OF - timedelta(days=89)
    more = {"rows": 1, "size_bytes": 1, "sha256": "", "created_at": NOW}
    EventFile.objects.create(path="dropped", date=dropped, dropped_at=NOW, **more)
    assert not callers(module_key="reports", now=NOW).is_covered
    assert co_use(module_key="reports", now=NOW).is_covered
    EventFile.objects.filter(path="dropped").update(date=dropped - timedelta(days=1))
    assert callers(module_key="reports", now=NOW).is_covered


def test_who_floods_is_no_user_of_a_caller_and_his_events_stay() -> None:
    told([*uses("acme", range(90), user="u1", client="ios/4.2"), *uses("acme", [1], user="bot", client="ios/4.2")])
    FlaggedUser.objects.create(
        account_key="acme", user="bot", module_key="reports", peak=9, peak_date=AS_OF, usual=0, flagged_at=NOW
    )
    (row,) = callers(module_key="reports", now=NOW).rows
    assert (row.events, row.users, row.accounts) == (91, 1, 1)


def announced(at: datetime, stage: Stage = Stage.ANNOUNCED) -> int:
    plan = a_plan(stage=stage)
    record("lifecycle.plan.advanced", subject="p", actor=Actor.system("t"), at=at, plan_key=plan.key, to="announced")
    return plan.pk


def test_use_is_frozen_before_the_announcement_and_noted_each_day_since() -> None:
    acme(), corner_shop()
    told([*uses("acme", range(80), user="u1"), *uses("corner-shop", range(30, 80), user="u2")])
    plan_id = announced(NOW - timedelta(days=9))
    assert burn_down(module_key="reports") is None
    for _ in range(2):
        push_evidence(plan_id=plan_id, now=NOW)
    found = burn_down(module_key="reports")
    assert found is not None
    before = AS_OF - timedelta(days=9)
    assert (found.baseline.as_of, found.baseline.users, found.baseline.accounts) == (before, 2, 2)
    assert found.baseline.events == 28 + 7
    assert [day.users for day in found.days] == [2] * 7 + [1] * 3
    assert found.days[-1] == DayLeft(AS_OF, users=1, accounts=1, accounts_left=1)
    assert found.days[0] == DayLeft(before, users=2, accounts=None, accounts_left=None)
    assert found.users_share == 0.5
    assert found.off_date == OFF
    assert found.due(before) == 2
    assert found.due(OFF) == 0
    frozen = UsageBaseline.objects.get().snapshot.figures
    assert {each["account"] for each in frozen["by_account"]} == {"acme", "corner-shop"}
    told(uses("corner-shop", [0], user="u2"), "late")
    push_evidence(plan_id=plan_id, now=NOW + timedelta(days=1))
    assert UsageBaseline.objects.get().users_28 == 2
    assert BurnDownDay.objects.count() == 11


def test_a_draft_has_no_baseline_and_an_unknown_day_is_filled_when_it_is_known() -> None:
    acme()
    told(uses("acme", range(28, 80), user="u1"))
    draft = a_plan(key="draft", module="files")
    push_evidence(plan_id=draft.pk, now=NOW)
    plan_id = announced(NOW)
    push_evidence(plan_id=plan_id, now=NOW)
    found = burn_down(module_key="reports")
    assert found is not None
    assert found.newest == DayLeft(AS_OF, None, None, None)
    assert (found.users_share, found.due(AS_OF)) == (None, None)
    assert not UsageBaseline.objects.filter(plan=draft).exists()
    told(uses("acme", range(28), user="u1"), "late")
    push_evidence(plan_id=plan_id, now=NOW)
    assert BurnDownDay.objects.get().users_28 == 1
