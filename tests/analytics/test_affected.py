"""A5, A6: does each event change the list of who is affected once, and does only silence clear it?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from analytics.api import ActivityEvent, import_events, push_affected
from analytics.models import ActivityImport, ActivitySource, AffectedMark, EventFile, FiledImport
from analytics.services.push_affected import News
from analytics.services.workspace import events_dir
from analytics.tasks import push_affected as push_affected_task
from lifecycle.api import AffectedSubject, SunsetPlan, affected, affected_days, record_account_signal
from lifecycle.rules.affected import AffectedStatus, Signal
from tests.analytics.feeds import FEED
from tests.cast import NOON, a_module, a_plan, acme, corner_shop

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(events: Iterable[ActivityEvent], name: str, *, now: datetime = NOON) -> None:
    import_events(events=events, source="app", name=name, sha256=name.ljust(64, "0"), actor=FEED, now=now)


def used(
    days: Iterable[int],
    *,
    account: str = "acme",
    user: str = "u1",
    module: str = "reports",
    hours: int = 1,
    **more: str,
) -> list[ActivityEvent]:
    """Counted in days before NOON, an hour earlier."""
    ats = [NOON - timedelta(days=back, hours=hours) for back in days]
    return [ActivityEvent(at, account, user, module, **more) for at in ats]  # type: ignore[arg-type]  # test's own words


def a_plan_with_accounts() -> SunsetPlan:
    acme(), corner_shop()
    return a_plan(dated=False)


def listed(plan: SunsetPlan) -> dict[str, tuple[str, int]]:
    rows = AffectedSubject.objects.filter(plan=plan).order_by("kind", "key")
    return {f"{row.kind} {row.key}": (row.status, row.count) for row in rows}


def test_each_event_is_counted_once_for_its_user_its_integration_and_its_client() -> None:
    plan = a_plan_with_accounts()
    told(used(range(3), client="ios/4", integration="zapier"), "one")
    told(used([1], user="u2", integration="token:ci", hours=2), "two")
    assert push_affected(plan_id=plan.pk, now=NOON) == News(subjects=5)
    assert push_affected(plan_id=plan.pk, now=NOON) == News()
    told([*used([0], hours=3), *used(range(3), client="ios/4", integration="zapier")], "three")
    assert push_affected(plan_id=plan.pk, now=NOON) == News(subjects=1)
    assert listed(plan) == {
        "client_version ios/4": ("pending", 3),
        "integration zapier": ("pending", 3),
        "token token:ci": ("pending", 1),
        "user u1": ("pending", 4),
        "user u2": ("pending", 1),
    }
    row = AffectedSubject.objects.get(key="u1")
    assert (row.first_at, row.last_at) == (NOON - 2 * DAY - DAY / 24, NOON - DAY / 24)
    assert (row.through, row.modules) == (["ios/4", "zapier"], ["reports"])
    assert AffectedSubject.objects.get(key="zapier").through == ["ios/4"]


def test_everything_that_somebody_uses_is_named_and_the_replacement_dated() -> None:
    plan = a_plan_with_accounts()
    plan.module.replacement_module = a_module("insights")
    plan.module.save()
    told(
        [*used([2]), *used([1], module="chat"), *used([3], module="insights"), *used([1], user="u2", module="chat")],
        "1",
    )
    push_affected(plan_id=plan.pk, now=NOON)
    record_account_signal(plan=plan, signal=Signal.TOLD, at_by_account={acme().pk: NOON - 2 * DAY}, now=NOON)
    row = AffectedSubject.objects.get()
    assert (row.modules, row.replacement_at) == (["chat", "insights", "reports"], NOON - 3 * DAY - DAY / 24)
    told(used([0, 1], module="insights"), "2")
    push_affected(plan_id=plan.pk, now=NOON)
    row.refresh_from_db()
    assert (row.count, row.status, row.replacement_at) == (1, "notified", NOON - DAY / 24)
    told(used([0], hours=2), "3")
    push_affected(plan_id=plan.pk, now=NOON)
    assert listed(plan) == {"user u1": ("moving", 2)}


def test_silence_clears_and_the_next_event_opens_again_and_once() -> None:
    plan = a_plan_with_accounts()
    told([*used(range(40, 120)), *used(range(120), user="u2")], "history")
    assert push_affected(plan_id=plan.pk, now=NOON) == News(subjects=2, clear=1)
    assert listed(plan) == {"user u1": ("clear", 80), "user u2": ("pending", 120)}
    assert [(each.left, each.of(AffectedStatus.CLEAR)) for _, each in affected_days(plan)] == [(1, 1)]
    told(used([0], hours=2), "back")
    assert push_affected(plan_id=plan.pk, now=NOON) == News(subjects=1, reopened=1)
    assert [(row.key, row.reopened_at) for row in affected.reopened(plan, since=NOON)] == [("u1", NOON)]
    assert push_affected(plan_id=plan.pk, now=NOON) == News()
    assert affected_days(plan)[-1][1].left == 2


def test_a_feed_that_stopped_clears_nobody_until_it_delivers_again() -> None:
    plan = a_plan_with_accounts()
    told([*used(range(70, 120)), *used(range(10, 120), user="u2")], "stopped")
    assert push_affected(plan_id=plan.pk, now=NOON).clear == 0
    assert AffectedMark.objects.get().judged.startswith("2027-02-28 waits after ")
    told(used(range(10), user="u2"), "again")
    assert push_affected(plan_id=plan.pk, now=NOON).clear == 1
    assert AffectedMark.objects.get().judged == "2027-02-28"


def test_an_integration_is_cleared_by_its_own_days_though_its_user_goes_on() -> None:
    plan = a_plan_with_accounts()
    told([*used(range(120)), *used(range(50, 120), integration="etl", hours=2)], "history")
    push_affected(plan_id=plan.pk, now=NOON)
    assert {name: status for name, (status, _) in listed(plan).items()} == {
        "integration etl": "clear",
        "user u1": "pending",
    }


def test_accounts_that_come_into_the_directory_later_bring_all_their_use() -> None:
    plan = a_plan(dated=False)
    corner_shop()
    told([*used(range(5)), *used([0], account="corner-shop", user="u9")], "early")
    assert push_affected(plan_id=plan.pk, now=NOON) == News(subjects=1)
    told(used([0], account="corner-shop", user="u9", hours=5), "more")
    acme()
    push_affected(plan_id=plan.pk, now=NOON)
    assert listed(plan) == {"user u1": ("pending", 5), "user u9": ("pending", 2)}
    assert not AffectedMark.objects.get().has_strangers


def test_actions_that_no_longer_count_are_counted_out() -> None:
    plan = a_plan_with_accounts()
    told([*used(range(5), action="bot.ping"), *used([0], hours=2)], "mixed")
    push_affected(plan_id=plan.pk, now=NOON)
    assert listed(plan) == {"user u1": ("pending", 6)}
    ActivitySource.objects.update(excluded_actions=["bot.*"])
    push_affected_task(plan_id=plan.pk, now=NOON.isoformat())
    assert listed(plan) == {"user u1": ("pending", 1)}


def test_a_plan_that_is_gone_or_without_any_activity_has_no_list() -> None:
    plan = a_plan_with_accounts()
    assert push_affected(plan_id=-1, now=NOON) == push_affected(plan_id=plan.pk, now=NOON) == News()
    assert affected_days(plan) == []


def test_files_that_a_manifest_names_are_read_once_and_all_again_where_their_days_took_them() -> None:
    plan = a_plan_with_accounts()
    told(used(range(3)), "one")
    push_affected(plan_id=plan.pk, now=NOON)
    told(used([0], hours=2), "two")
    FiledImport.objects.all().delete()
    EventFile.objects.all().delete()
    for number, uuid in enumerate(ActivityImport.objects.order_by("pk").values_list("uuid", flat=True)):
        path = f"{uuid}-day.parquet"
        (events_dir() / f"{uuid}.parquet").rename(events_dir() / path)
        day = NOON.date() - number * DAY
        EventFile.objects.create(path=path, rows=1, size_bytes=1, sha256="0", created_at=NOON, date=day)
    assert push_affected(plan_id=plan.pk, now=NOON) == News(subjects=1)
    assert push_affected(plan_id=plan.pk, now=NOON) == News()
    assert listed(plan) == {"user u1": ("pending", 4)}


def test_a_file_of_several_imports_is_read_with_the_last_of_them() -> None:
    plan = a_plan_with_accounts()
    told(used(range(3)), "one")
    taken = ActivityImport.objects.get()
    FiledImport.objects.all().delete()
    EventFile.objects.all().delete()
    file = EventFile.objects.create(path=f"{taken.uuid}.parquet", rows=3, size_bytes=1, sha256="0", created_at=NOON)
    FiledImport.objects.create(activity_import=taken, file=file)
    assert push_affected(plan_id=plan.pk, now=NOON) == News(subjects=1)
    later = ActivityImport.objects.create(
        name="two",
        sha256="2" * 64,
        recipe="",
        status="imported",
        rows=1,
        added=1,
        repeated=0,
        rejected=0,
        created_at=NOON,
    )
    FiledImport.objects.create(activity_import=later, file=file)
    push_affected(plan_id=plan.pk, now=NOON)
    assert listed(plan) == {"user u1": ("pending", 3)}
