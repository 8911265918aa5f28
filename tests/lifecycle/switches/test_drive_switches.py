"""Is a level done only when the host product was seen to show it, twice? (A18, P13, S15-S17, lifecycle.md 1)"""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import httpx
import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from demo.host_product import HostProduct
from lifecycle.models import AuditEvent, Evidence, Exemption, SunsetPlan, Switch
from lifecycle.rules.plan_file import SwitchConfig, SwitchKind
from lifecycle.rules.plan_settings import PlanSettings, as_json
from lifecycle.rules.stages import Stage, SwitchLevel
from lifecycle.services.drive_switches import Driven, drive_switches
from lifecycle.services.drive_switches_lease import claim, release
from tests.cast import OFF_NOON, a_plan, acme, corner_shop, know

pytestmark = pytest.mark.django_db
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SOON = timedelta(seconds=15)


@pytest.fixture
def host(settings: Settings) -> Iterator[HostProduct]:
    settings.SWITCH_SECRETS = {"HOST": SECRET}
    with HostProduct(SECRET) as host:
        yield host


def the_plan(host: HostProduct, stage: Stage, name: str = "HOST") -> SunsetPlan:
    plan = a_plan(stage=stage)
    plan.settings = as_json(PlanSettings(switch=SwitchConfig(SwitchKind.WEBHOOK, host.switch_url, name)))
    plan.save()
    return plan


def go(plan: SunsetPlan, minutes: int = 0) -> Driven:
    return drive_switches(plan_id=plan.pk, now=OFF_NOON + timedelta(minutes=minutes))


def enter(plan: SunsetPlan, stage: Stage) -> None:
    plan.stage = stage
    plan.save(update_fields=["stage"])


def newest(plan: SunsetPlan, criterion: str) -> object:
    return Evidence.objects.filter(plan=plan, criterion=criterion).latest("id").value


def test_a_level_is_sent_once_and_done_after_two_equal_reads(host: HostProduct) -> None:
    plan = the_plan(host, Stage.READ_ONLY)
    first = go(plan)
    row = Switch.objects.get()
    assert (first.sent, first.done, row.equal_reads, row.is_observed) == (1, 0, 1, False)
    assert host.level_of("reports", "acme") == "read_only"
    second = go(plan, 1)
    row.refresh_from_db()
    assert (second.sent, second.done, row.equal_reads, row.is_observed) == (0, 1, 2, True)
    assert go(plan, 2).rows == 0  # done: looked at again only now and then
    assert go(plan, 20).rows == 1
    assert [order["level"] for order in host.orders] == ["read_only"]
    assert AuditEvent.objects.filter(action="lifecycle.switch.driven").count() == 1


def test_a_host_that_takes_the_order_and_ignores_it_is_not_done(host: HostProduct) -> None:
    """Done is what is observed, not a call that was sent."""
    plan = the_plan(host, Stage.OFF)
    host.silent = True
    for minute in range(4):
        assert go(plan, minute).done == 0
    row = Switch.objects.get()
    assert (row.observed, row.is_observed) == (None, False)
    assert newest(plan, "switch_observed") is False
    assert SunsetPlan.objects.get().stage == Stage.OFF


def test_drift_is_seen_and_mended(host: HostProduct) -> None:
    plan = the_plan(host, Stage.OFF)
    go(plan), go(plan, 1)
    host.levels.clear()
    driven = go(plan, 15)
    assert (driven.sent, driven.done) == (1, 0)
    assert host.level_of("reports", "") == "off"


def test_off_that_is_observed_begins_the_observation_by_itself(host: HostProduct) -> None:
    plan = the_plan(host, Stage.OFF)
    go(plan)
    assert SunsetPlan.objects.get().stage == Stage.OFF
    go(plan, 1)
    assert newest(plan, "switch_observed") is True
    assert SunsetPlan.objects.get().stage == Stage.OBSERVING


def test_an_exempt_account_keeps_its_level_and_loses_it_when_the_exemption_ends(host: HostProduct) -> None:
    plan = the_plan(host, Stage.OFF)
    corner_shop()
    Exemption.objects.create(
        plan=plan,
        account=acme(),
        kind="access",
        reason="pays for it",
        starts_at=OFF_NOON - timedelta(days=1),
        ends_at=OFF_NOON + timedelta(minutes=30),
    )
    go(plan)
    assert (host.level_of("reports", "acme"), host.level_of("reports", "corner-shop")) == ("live", "off")
    go(plan, 31)
    assert host.level_of("reports", "acme") == "off"


def test_an_account_rolled_back_is_held_and_follows_again_when_released(host: HostProduct) -> None:
    plan = the_plan(host, Stage.READ_ONLY)
    Switch.objects.create(
        plan=plan, account=acme(), desired=SwitchLevel.OFF, desired_at=OFF_NOON, held_at_stage=Stage.ANNOUNCED
    )
    go(plan)
    assert (host.level_of("reports", "acme"), host.level_of("reports", "x")) == ("live", "read_only")
    Switch.objects.filter(account=acme()).update(held_at_stage="")
    go(plan, 1)
    assert host.level_of("reports", "acme") == "read_only"


def test_stepping_back_opens_the_module_again(host: HostProduct) -> None:
    plan = the_plan(host, Stage.EXPORT_ONLY)
    go(plan), go(plan, 1)
    enter(plan, Stage.READ_ONLY)
    go(plan, 2)
    assert host.level_of("reports", "") == "read_only"
    enter(plan, Stage.CANCELLED)
    go(plan, 3), go(plan, 4)
    assert host.level_of("reports", "") == "live"


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ASSESSING, Stage.DECIDED])
def test_nothing_leaves_before_the_announcement(host: HostProduct, stage: Stage) -> None:
    assert go(the_plan(host, stage)).rows == 0
    assert host.orders == []
    assert not Switch.objects.exists()


def test_an_announced_plan_proves_that_the_switch_answers(host: HostProduct) -> None:
    plan = the_plan(host, Stage.ANNOUNCED)
    go(plan)
    assert newest(plan, "switch_answers") is True


def test_a_host_out_of_order_is_unknown_and_never_counted_as_done(host: HostProduct) -> None:
    plan = the_plan(host, Stage.READ_ONLY)
    go(plan)
    host.failing = 1
    driven = go(plan, 1)
    row = Switch.objects.get()
    assert (driven.failed, row.equal_reads, row.observed, row.last_error) == (1, 0, None, "answered 500")
    assert newest(plan, "switch_answers") is None
    go(plan, 2), go(plan, 3)
    row.refresh_from_db()
    assert (row.is_observed, row.last_error) == (True, "")
    assert newest(plan, "switch_answers") is True


def test_a_host_that_is_not_there_is_unknown(host: HostProduct) -> None:
    plan = the_plan(host, Stage.READ_ONLY)
    host.stop()
    assert "cannot be reached: ConnectError" in go(plan).error
    host.start = lambda: host  # type: ignore[method-assign]  # stopped for good


def test_the_same_fact_is_not_written_at_every_pass(host: HostProduct) -> None:
    plan = the_plan(host, Stage.READ_ONLY)
    for minute in range(0, 40, 10):
        go(plan, minute)
    assert Evidence.objects.filter(criterion="switch_answers").count() == 1


@pytest.mark.parametrize("name", ["NOBODY", ""])
def test_a_secret_that_is_not_configured_is_said(host: HostProduct, name: str) -> None:
    plan = the_plan(host, Stage.READ_ONLY, name)
    assert "no secret is called" in go(plan).error
    assert newest(plan, "switch_answers") is None


def test_a_secret_may_lie_in_a_file(host: HostProduct, settings: Settings) -> None:
    settings.SWITCH_SECRETS = {}
    path = settings.STATE_DIR / "secrets" / "switch-HOST"
    path.parent.mkdir(exist_ok=True)
    path.write_text(SECRET + "\n", encoding="ascii")
    try:
        assert go(the_plan(host, Stage.READ_ONLY)).sent == 1
    finally:
        path.unlink()


def test_a_forged_or_unsigned_order_is_refused_by_the_host(host: HostProduct) -> None:
    """The demo's host product does what every receiver should (S16)."""
    body = json.dumps({"data": {"module": "reports", "account": "", "level": "off", "revision": 9**18}})
    assert httpx.post(host.switch_url, content=body).status_code == 401
    forged = {"webhook-id": "msg_1", "webhook-timestamp": "1614265330", "webhook-signature": "v1,AAAA"}
    assert httpx.post(host.switch_url, content=body, headers=forged).status_code == 401
    assert host.levels == {}


def test_a_late_order_never_undoes_a_newer_one(host: HostProduct) -> None:
    host.obey({"module": "m", "account": "", "level": "off", "revision": 2})
    host.obey({"module": "m", "account": "", "level": "live", "revision": 1})
    assert host.level_of("m", "") == "off"


@pytest.mark.parametrize(
    ("level", "read", "write"),
    [
        ("live", 200, 200),
        ("closed_to_new", 200, 200),
        ("read_only", 200, 403),
        ("export_only", 403, 403),
        ("off", 410, 410),
    ],
)
def test_the_host_product_refuses_by_level(host: HostProduct, level: str, read: int, write: int) -> None:
    host.obey({"module": "m", "account": "", "level": level, "revision": 1})
    assert httpx.get(f"{host.url}/module/m?account=acme").status_code == read
    assert httpx.post(f"{host.url}/module/m?account=acme").status_code == write


def test_a_row_has_one_worker_and_a_lost_lease_counts_for_nothing(host: HostProduct) -> None:
    plan = the_plan(host, Stage.READ_ONLY)
    go(plan)
    row = Switch.objects.get()
    held = claim(row.pk)
    assert held is not None
    assert claim(row.pk) is None
    assert go(plan, 20).rows == 0
    enter(plan, Stage.EXPORT_ONLY)
    go(plan, 21)  # the wish changes while another holds the row
    assert not release(held, observed=SwitchLevel.READ_ONLY, equal_reads=2, error="", now=OFF_NOON)
    row.refresh_from_db()
    assert (row.equal_reads, row.lease_token) == (0, None)


def test_a_plan_without_switch_has_nothing_to_drive() -> None:
    assert go(a_plan(stage=Stage.READ_ONLY)) == Driven()


def test_the_gate_to_observing_opens_on_what_was_observed(host: HostProduct) -> None:
    plan = the_plan(host, Stage.OFF)
    know(plan, "switch_observed", False, account=None, at=OFF_NOON)
    go(plan), go(plan, 1)
    assert SunsetPlan.objects.get().stage == Stage.OBSERVING


def command(*arguments: str) -> tuple[int, Any]:
    out = StringIO()
    try:
        call_command("switch", *arguments, "--json", stdout=out, stderr=StringIO())
    except SystemExit as end:
        return int(str(end.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_the_command_drives_until_it_was_seen_twice(host: HostProduct) -> None:
    plan = the_plan(host, Stage.READ_ONLY)
    code, data = command("drive", plan.key)
    (row,) = data["rows"]
    assert (code, data["sent"], row["desired"], row["observed"], row["done"]) == (0, 1, "read_only", "read_only", True)
    assert command("status", plan.key)[0] == 0
    host.levels.clear()
    code, data = command("read", plan.key)  # only reads
    assert (code, host.levels) == (0, {})
    host.failing = 9
    assert command("drive", plan.key)[0] == 1
    assert command("status", a_plan(module="other").key)[0] == 3
    assert command("status", "nothing")[0] == 1
