"""Does the host product refuse use inside an outage, and let it in again after? (A18, lifecycle.md 7, G15)"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from demo.host_product import HostProduct
from lifecycle.models import AuditEvent, SunsetPlan
from lifecycle.queries import newest_facts
from lifecycle.rules.plan_file import SwitchConfig, SwitchKind
from lifecycle.rules.plan_settings import PlanSettings, as_json
from lifecycle.rules.stages import Stage, SwitchLevel
from lifecycle.services.brownouts import cancel_brownouts, end_brownout, plan_brownouts
from lifecycle.services.drive_switches import drive_switches
from lifecycle.services.evidence import attest
from lifecycle.services.plan_facts import plan_hash
from lifecycle.services.refusal import Refused
from tests.cast import a_plan, acme, corner_shop, dora, know, lena, paul

pytestmark = pytest.mark.django_db
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def host(settings: Settings) -> Iterator[HostProduct]:
    settings.SWITCH_SECRETS = {"HOST": SECRET}
    with HostProduct(SECRET) as host:
        yield host


@pytest.fixture
def plan(host: HostProduct) -> SunsetPlan:
    plan = a_plan(stage=Stage.CLOSED_TO_NEW)
    plan.settings = as_json(PlanSettings(switch=SwitchConfig(SwitchKind.WEBHOOK, host.switch_url, "HOST")))
    plan.save()
    know(plan, "usage_below", 4, account=corner_shop(), at=plan.created_at)
    know(plan, "usage_below", 9, account=acme(), at=plan.created_at)  # a key account
    return plan


def two_hours(plan: SunsetPlan) -> tuple[datetime, datetime]:
    """Two outages of an hour; the starts."""
    first = date(2027, 5, 4)
    rows = plan_brownouts(
        plan_id=plan.pk, first_date=first, local_time=time(10), hours=[1, 1], actor=paul().actor, now=plan.created_at
    )
    return rows[0].starts_at, rows[1].starts_at


def drive(plan: SunsetPlan, now: datetime, *, alive: bool = True) -> None:
    know(plan, "activity_alive", alive or None, at=now)
    drive_switches(plan_id=plan.pk, now=now)


def fact(plan: SunsetPlan) -> object:
    return newest_facts(plan)[("brownouts_done", "")].value


def test_use_is_refused_inside_the_window_and_let_in_after_it(host: HostProduct, plan: SunsetPlan) -> None:
    first, second = two_hours(plan)
    drive(plan, first - MINUTE)
    assert host.level_of("reports", "corner-shop") == "closed_to_new"
    drive(plan, first)
    assert host.level_of("reports", "corner-shop") == "export_only"
    assert host.level_of("reports", "acme") == "closed_to_new"  # nobody has called this key account
    drive(plan, first + timedelta(hours=1))
    assert host.level_of("reports", "corner-shop") == "closed_to_new"
    assert fact(plan) is False
    know(plan, "key_cleared", True, account=acme(), at=first)
    drive(plan, second)
    assert host.level_of("reports", "acme") == "export_only"
    drive(plan, second + timedelta(hours=1))
    assert host.level_of("reports", "acme") == "closed_to_new"
    assert fact(plan) is True


def test_a_person_ends_the_open_window_and_calls_off_the_rest(host: HostProduct, plan: SunsetPlan) -> None:
    first, _second = two_hours(plan)
    drive(plan, first)
    with pytest.raises(Refused):
        end_brownout(plan_id=plan.pk, actor=dora().actor, reason=" ", now=first + MINUTE)
    end_brownout(plan_id=plan.pk, actor=dora().actor, reason="a hospital depends on it", now=first + MINUTE)
    drive(plan, first + 2 * MINUTE)
    assert host.level_of("reports", "corner-shop") == "closed_to_new"
    assert cancel_brownouts(plan_id=plan.pk, actor=dora().actor, reason="for good", now=first + 2 * MINUTE) == 1
    acts = set(AuditEvent.objects.filter(action__startswith="lifecycle.brownout").values_list("action", flat=True))
    ended = {"lifecycle.brownout.opened", "lifecycle.brownout.ended"}
    assert acts == {*ended, "lifecycle.brownouts.cancelled", "lifecycle.brownouts.planned"}
    assert fact(plan) is False  # nobody saw an outage to its end


def test_a_feed_that_stops_ends_the_window_and_the_series(host: HostProduct, plan: SunsetPlan) -> None:
    first, _second = two_hours(plan)
    drive(plan, first)
    drive(plan, first + MINUTE, alive=False)
    assert host.level_of("reports", "corner-shop") == "closed_to_new"
    assert list(plan.brownouts.order_by("starts_at").values_list("outcome", flat=True)) == ["use_unknown", "cancelled"]
    assert fact(plan) is None  # unknown blocks


def test_a_window_that_passed_while_nothing_ran_proves_nothing(plan: SunsetPlan) -> None:
    _first, second = two_hours(plan)
    drive(plan, second + timedelta(hours=2))
    assert set(plan.brownouts.values_list("outcome", flat=True)) == {"missed"}
    assert fact(plan) is None


def test_a_spared_account_has_its_own_level_before_the_outage_begins(host: HostProduct, plan: SunsetPlan) -> None:
    first, _second = two_hours(plan)
    drive(plan, first - timedelta(days=1))
    assert plan.switches.get(account=acme()).observed == SwitchLevel.CLOSED_TO_NEW
    assert not plan.switches.filter(account=corner_shop()).exists()


def test_moved_dates_and_a_withdrawn_plan_call_the_outages_off(plan: SunsetPlan) -> None:
    first, _second = two_hours(plan)
    plan.milestones.filter(kind="closed_to_new").update(date=first.date(), local_time=time(12))
    drive(plan, first - timedelta(days=2))
    assert list(plan.brownouts.order_by("starts_at").values_list("outcome", flat=True)) == ["cancelled", ""]
    plan.stage = Stage.CANCELLED
    plan.save()
    drive(plan, first - timedelta(days=1))
    assert set(plan.brownouts.values_list("outcome", flat=True)) == {"cancelled"}


def test_an_outage_planned_again_keeps_its_name_and_counts_up(plan: SunsetPlan) -> None:
    two_hours(plan)
    cancel_brownouts(plan_id=plan.pk, actor=dora().actor, reason="not now", now=plan.created_at)
    two_hours(plan)
    assert list(plan.brownouts.values_list("outcome", "revision")) == [("", 2), ("", 2)]


@pytest.mark.parametrize("first", [date(1, 1, 1), date(9999, 12, 31)])
def test_years_beyond_the_calendar_are_refused(plan: SunsetPlan, first: date) -> None:
    with pytest.raises(Refused) as refused:
        plan_brownouts(
            plan_id=plan.pk,
            first_date=first,
            local_time=time(10),
            hours=[1, 1],
            actor=paul().actor,
            now=plan.created_at,
        )
    assert [each.criterion for each in refused.value.verdict.blockers] == ["brownout_far"]


def test_a_series_voids_approvals_and_speaks_for_itself(plan: SunsetPlan) -> None:
    before = plan_hash(plan)
    two_hours(plan)
    assert plan_hash(plan) != before
    with pytest.raises(Refused) as refused:
        attest(
            plan=plan, criterion="brownouts_done", subject=None, actor=paul().actor, note="seen", now=plan.created_at
        )
    assert [each.criterion for each in refused.value.verdict.blockers] == ["brownouts_speak"]
    with pytest.raises(Refused) as refused:
        two_hours(plan)
    assert [each.criterion for each in refused.value.verdict.blockers] == ["brownout_ahead"]


@pytest.mark.parametrize(
    ("hours", "wanted"),
    [
        ("0", "Each outage lasts between 1 and 24 hours."),
        ("1,999999999999", "Each outage lasts between 1 and 24 hours."),
        (",".join("1" * 101), "too far away"),
        ("one", "whole hours separated by commas"),
        ("", "whole hours separated by commas"),
    ],
)
def test_hours_that_make_no_series_are_refused_in_words(plan: SunsetPlan, hours: str, wanted: str) -> None:
    words = ["--first", "2027-05-04", "--hours", hours, "--as", paul().email]
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("brownout", "plan", plan.key, *words, stderr=err)
    assert ended.value.code in {1, 2}
    assert wanted in err.getvalue()
    assert not plan.brownouts.exists()


def test_only_who_may_edit_the_plan_plans_outages(plan: SunsetPlan) -> None:
    with pytest.raises(Refused):
        plan_brownouts(
            plan_id=plan.pk,
            first_date=date(2027, 5, 4),
            local_time=time(10),
            hours=[1],
            actor=lena().actor,
            now=plan.created_at,
        )


def test_the_command_lists_and_refuses(plan: SunsetPlan) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("brownout", "list", plan.key, "--json", stdout=StringIO())
    assert ended.value.code == 3
    two_hours(plan)
    out = StringIO()
    call_command("brownout", "list", plan.key, "--json", stdout=out)
    assert [row["hours"] for row in json.loads(out.getvalue())] == [1.0, 1.0]
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("brownout", "end", plan.key, "--as", "paul@sunsetter.example", "--reason", "x", stderr=err)
    assert ended.value.code == 2
    assert "No outage is open now." in err.getvalue()
