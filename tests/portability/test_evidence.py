"""What do the gates of a plan hear about exports and archives?"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifecycle.api import Account, Evidence, Refused, SunsetPlan, record_evidence
from lifecycle.rules.actors import Actor
from portability.api import (
    Settlement,
    copy_snapshot,
    decline_export,
    expire_exports,
    lift_hold,
    place_hold,
    push_evidence,
    request_export,
    run_drill,
    settle_export,
    take_snapshot,
    verify_export,
)
from portability.models import Export
from portability.services.downloads import confirm_download
from tests.cast import a_plan, acme
from tests.portability.content import NOON, OPERATOR, a_request, built, more_talk, small_talk

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def plan() -> SunsetPlan:
    found = a_plan()
    record_evidence(plan=found, criterion="usage_below", subject=acme(), value=3, as_of=NOON, source="tests")
    return found


def heard(plan: SunsetPlan, criterion: str, account: Account | None = None) -> tuple[object, str]:
    push_evidence(plan_id=plan.pk, now=LATER)
    fact = Evidence.objects.filter(plan=plan, criterion=criterion, account=account).latest("id")
    return fact.value, fact.detail


@pytest.mark.django_db
def test_silence_is_not_settled(plan: SunsetPlan) -> None:
    """G7: no export and no answer keeps the gate shut."""
    assert heard(plan, "export_settled", acme()) == (False, "no export, no answer")


@pytest.mark.django_db
def test_a_ready_export_settles_only_when_fetched_and_verified(plan: SunsetPlan, tmp_path: Path) -> None:
    small_talk(acme(), tmp_path)
    export = built(acme())
    assert heard(plan, "export_settled", acme()) == (False, "an export is ready but not fetched")
    assert confirm_download(export=export, sha256=export.package_sha256, actor=OPERATOR, now=NOON)
    assert heard(plan, "export_settled", acme()) == (True, "downloaded and verified on 2027-03-01")
    assert heard(plan, "test_export_verified")[0] is True


@pytest.mark.django_db
def test_a_decline_in_writing_and_an_archive_for_them_settle(plan: SunsetPlan) -> None:
    decline_export(account=acme(), words="We need none.", actor=OPERATOR, now=NOON, plan=plan)
    assert heard(plan, "export_settled", acme()) == (True, "declined in writing on 2027-03-01")
    other = acme()
    settle_export(account=other, plan=plan, kind=Settlement.Kind.ARCHIVED, words="No answer.", actor=OPERATOR, now=NOON)
    assert Settlement.objects.filter(account=other).count() == 2


@pytest.mark.django_db
def test_open_and_failed_exports_are_counted(plan: SunsetPlan, tmp_path: Path) -> None:
    """G8: queued, running and failed keep it shut; nothing else does."""
    small_talk(acme(), tmp_path)
    export = request_export(account=acme(), request=a_request(), actor=OPERATOR, now=NOON)
    assert heard(plan, "no_export_open", acme())[0] == 1
    for status, number in (("failed", 1), ("paused", 1), ("cancelled", 0), ("expired", 0)):
        Export.objects.filter(pk=export.pk).update(status=status)
        assert heard(plan, "no_export_open", acme())[0] == number


@pytest.mark.django_db
def test_an_archive_counts_when_two_copies_restored_equal(plan: SunsetPlan, tmp_path: Path) -> None:
    """G9, A19, D4: and not any more when new content came in, or a copy is found damaged."""
    small_talk(acme(), tmp_path / "talk")
    assert heard(plan, "backup_restores", acme()) == (False, "nothing is archived")
    snapshot = take_snapshot(account=acme(), plan=plan, actor=OPERATOR, now=NOON)
    for number in (1, 2):
        url = (tmp_path / str(number)).as_uri()
        run_drill(copy=copy_snapshot(snapshot=snapshot, url=url, actor=OPERATOR, now=NOON), actor=OPERATOR, now=NOON)
        value, detail = heard(plan, "backup_restores", acme())
        assert (value, detail[:6]) == (number == 2, f"{number} of {number}")
    assert heard(plan, "archive_restored", acme())[0] is True
    more_talk(acme(), tmp_path)
    assert heard(plan, "backup_restores", acme()) == (False, "content came in after the archive was taken")


@pytest.mark.django_db
def test_a_hold_needs_a_proven_archive_and_two_people_to_lift(plan: SunsetPlan) -> None:
    """G13: one person places a hold, a second one must agree to lift it."""
    assert heard(plan, "holds", acme())[0] is True
    hold = place_hold(account=acme(), reason="Case 7", actor=OPERATOR, now=NOON)
    assert heard(plan, "holds", acme())[0] is False
    assert lift_hold(hold=hold, actor=Actor.system("one"), now=NOON).lifted_at is None
    with pytest.raises(Refused, match="two people"):
        lift_hold(hold=hold, actor=Actor.system("one"), now=NOON)
    assert lift_hold(hold=hold, actor=Actor.system("two"), now=NOON).lifted_at is not None
    assert heard(plan, "holds", acme())[0] is True


@pytest.mark.django_db
def test_a_held_export_does_not_expire(tmp_path: Path) -> None:
    small_talk(acme(), tmp_path)
    export = built(acme())
    place_hold(account=acme(), reason="Case 7", actor=OPERATOR, now=NOON)
    assert expire_exports(now=NOON + timedelta(days=90)) == 0
    assert verify_export(export=export, actor=OPERATOR, now=NOON) == []


@pytest.mark.django_db
def test_many_accounts_cost_as_many_queries_as_one(
    plan: SunsetPlan, django_assert_num_queries: Callable[..., Any]
) -> None:
    with CaptureQueriesContext(connection) as alone:
        push_evidence(plan_id=plan.pk, now=NOON)
    accounts = Account.objects.bulk_create(Account(key=f"a{n}", name=f"A {n}", created_at=NOON) for n in range(20))
    for account in accounts:
        record_evidence(plan=plan, criterion="usage_below", subject=account, value=3, as_of=NOON, source="tests")
    with django_assert_num_queries(len(alone)):
        push_evidence(plan_id=plan.pk, now=LATER)
    assert Evidence.objects.filter(plan=plan, criterion="export_settled").count() == 22
