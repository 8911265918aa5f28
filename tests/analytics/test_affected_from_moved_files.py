"""A5, A6, S2: is each event counted once in the list of who is affected, wherever its file was moved meanwhile?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from analytics.api import push_affected
from analytics.models import ActivityImport, ActivitySource, AffectedMark, FiledImport
from analytics.services.compact import compact
from analytics.services.event_reading import newest_import
from tests.analytics.test_affected import a_plan_with_accounts, listed, told, used
from tests.cast import NOON

pytestmark = pytest.mark.django_db
RAW_DAYS = 30


def test_events_that_were_moved_into_files_of_days_are_not_read_from_their_first_file_too() -> None:
    plan = a_plan_with_accounts()
    told([*used([5, 6, 7]), *used([60], module="chat")], "one")
    push_affected(plan_id=plan.pk, now=NOON)
    moved = compact(now=NOON, raw_days=RAW_DAYS)
    assert (moved.files, moved.days, moved.dropped) == (1, 4, 1)
    ActivitySource.objects.update(excluded_actions=["bot.*"])  # all is read again
    push_affected(plan_id=plan.pk, now=NOON)
    assert listed(plan) == {"user u1": ("pending", 3)}


def test_an_import_of_which_a_part_was_moved_is_read_wholly() -> None:
    """Its two files are made of two imports here; the first of them became that of a day."""
    plan = a_plan_with_accounts()
    told(used([10]), "one")
    told(used([0]), "two")
    first, second = ActivityImport.objects.order_by("pk")
    file = first.filed.get().file
    first.filed.all().delete()
    FiledImport.objects.filter(activity_import=second).update(activity_import=first)
    ActivityImport.objects.filter(pk=first.pk).update(rows=2, added=2)
    ActivityImport.objects.filter(pk=second.pk).update(rows=0, added=0)
    file.date = NOON.date() - timedelta(days=10)
    file.save()
    push_affected(plan_id=plan.pk, now=NOON)
    assert listed(plan) == {"user u1": ("pending", 2)}


def test_an_import_that_becomes_visible_while_all_is_read_again_is_counted_once() -> None:
    plan = a_plan_with_accounts()
    told(used([3]), "one")
    push_affected(plan_id=plan.pk, now=NOON)
    ActivitySource.objects.update(excluded_actions=["bot.*"])
    came: list[str] = []

    def another_comes(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        found = execute(sql, params, many, context)
        if sql.startswith('SELECT MAX("analytics_activityimport"."id")') and not came:
            came.append(sql)
            told(used([0]), "two")
        return found

    with connection.execute_wrapper(another_comes):
        push_affected(plan_id=plan.pk, now=NOON)
    assert came
    push_affected(plan_id=plan.pk, now=NOON)
    assert listed(plan) == {"user u1": ("pending", 2)}
    assert AffectedMark.objects.get().through_import == newest_import()


def test_a_change_of_what_counts_takes_nothing_from_those_whose_events_were_dropped() -> None:
    plan = a_plan_with_accounts()
    told([*used([60, 61, 4]), *used([3, 5], action="bot.ping")], "history")
    push_affected(plan_id=plan.pk, now=NOON)
    assert compact(now=NOON, raw_days=RAW_DAYS).dropped == 2
    ActivitySource.objects.update(excluded_actions=["bot.*"])
    push_affected(plan_id=plan.pk, now=NOON)
    assert listed(plan) == {"user u1": ("pending", 5)}
