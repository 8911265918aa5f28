"""Are stragglers, alarms and the end of the watch evidence, and can one account have the module back? (A18, A21)"""

from datetime import timedelta

import pytest

from lifecycle.models import AuditEvent, Evidence, Straggler, SunsetPlan, Switch
from lifecycle.rules.actors import Actor
from lifecycle.rules.plan_file import ObservationTerms
from lifecycle.rules.plan_settings import PlanSettings, as_json, from_json
from lifecycle.rules.stages import Stage, SwitchLevel
from lifecycle.services.late_use import record_late_use
from lifecycle.services.observe import freeze_baseline, measure_again, observation_of, observe
from lifecycle.services.refusal import Refused
from lifecycle.services.roll_back import release_account, roll_back_account, roll_back_plan
from lifecycle.services.stage_reading import level_of, stage_of
from tests.cast import OFF_NOON, a_plan, acme, corner_shop, dora, know, olga

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
END = OFF_NOON + 15 * DAY


def the_plan(stage: Stage = Stage.OBSERVING) -> SunsetPlan:
    plan = a_plan(stage=stage)
    plan.stage_since_at = OFF_NOON
    plan.settings = as_json(PlanSettings(observation=ObservationTerms(14, 10)))
    plan.save()
    for account in (acme(), corner_shop()):
        know(plan, "usage_below", 0, account=account, at=OFF_NOON)
    return plan


def late(plan: SunsetPlan, count: int) -> Straggler:
    when = OFF_NOON + DAY
    return record_late_use(
        plan=plan, account=acme(), subject="user:7", caller="ios 3", count=count, first_at=when, last_at=when
    )


def known(plan: SunsetPlan, criterion: str, account: str = "") -> object:
    rows = Evidence.objects.filter(plan=plan, criterion=criterion)
    rows = rows.filter(account__key=account) if account else rows.filter(account=None)
    return rows.latest("id").value


def test_the_watch_is_over_when_it_lasted_and_nobody_still_tries() -> None:
    plan = the_plan()
    know(plan, "activity_alive", True, at=OFF_NOON)
    observe(plan_id=plan.pk, now=OFF_NOON + DAY)
    assert known(plan, "observation_over") is False
    know(plan, "activity_alive", True, at=END)
    observe(plan_id=plan.pk, now=END)
    assert known(plan, "observation_over") is True
    assert (known(plan, "stragglers_settled", "acme"), known(plan, "stragglers_settled", "corner-shop")) == (0, 0)


def test_without_activity_everything_is_unknown() -> None:
    plan = the_plan()
    late(plan, 3)
    know(plan, "activity_alive", True, at=END - 3 * DAY)
    observe(plan_id=plan.pk, now=END)
    assert (known(plan, "observation_over"), known(plan, "stragglers_settled", "acme")) == (None, None)


def test_a_straggler_is_named_by_account_and_an_alarm_is_proposed_once() -> None:
    plan = the_plan()
    know(plan, "activity_alive", True, at=END)
    late(plan, 11)
    for _ in range(2):
        found = observe(plan_id=plan.pk, now=END)
    assert found is not None
    assert found.open_by_account == (("acme", 11),)
    assert (known(plan, "stragglers_settled", "acme"), known(plan, "stragglers_settled", "corner-shop")) == (11, 0)
    assert known(plan, "observation_over") is False
    assert AuditEvent.objects.filter(action="lifecycle.rollback.proposed", subject="reports-sunset/acme").count() == 1


def test_the_same_look_again_writes_nothing() -> None:
    plan = the_plan()
    know(plan, "activity_alive", True, at=OFF_NOON + DAY)
    observe(plan_id=plan.pk, now=OFF_NOON + DAY)
    before = Evidence.objects.count()
    observe(plan_id=plan.pk, now=OFF_NOON + DAY + timedelta(minutes=1))
    assert Evidence.objects.count() == before


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.BROWNOUT, Stage.CLOSED])
def test_there_is_nothing_to_observe_before_off_and_after_the_end(stage: Stage) -> None:
    plan = the_plan(stage)
    assert observe(plan_id=plan.pk, now=END) is None
    assert observation_of(plan=plan, now=END) is None


def test_off_alone_is_not_yet_a_watch() -> None:
    plan = the_plan(Stage.OFF)
    know(plan, "activity_alive", True, at=END)
    observe(plan_id=plan.pk, now=END)
    assert known(plan, "observation_over") is False


def test_figures_are_frozen_once_and_measured_again() -> None:
    plan, actor = the_plan(), olga().actor
    freeze_baseline(plan_id=plan.pk, figures={"errors": "4", "tickets": None}, actor=actor, now=OFF_NOON)
    freeze_baseline(plan_id=plan.pk, figures={"errors": "9", "nps": "31"}, actor=actor, now=OFF_NOON)
    measure_again(plan_id=plan.pk, figures={"errors": "5"}, actor=actor, now=END)
    plan.refresh_from_db()
    assert dict(from_json(plan.settings).baseline) == {"errors": "4", "nps": "31", "tickets": None}
    found = observation_of(plan=plan, now=END)
    assert found is not None
    assert [(each.before, each.after) for each in found.comparisons] == [("4", "5"), ("31", None), (None, None)]


def test_one_person_gives_the_module_back_to_one_account() -> None:
    plan = the_plan()
    straggler = late(plan, 11)
    roll_back_account(plan_id=plan.pk, account=acme(), actor=dora().actor, now=END, reason="payroll needs it")
    row = Switch.objects.get(account=acme())
    assert (row.held_at_stage, row.desired) == (Stage.EXPORT_ONLY, SwitchLevel.EXPORT_ONLY)
    assert stage_of(plan=plan, account=acme(), now=END) is Stage.EXPORT_ONLY
    assert stage_of(plan=plan, account=corner_shop(), now=END) is Stage.OBSERVING
    straggler.refresh_from_db()
    assert straggler.settled_note == "the module was given back"
    acts = AuditEvent.objects.filter(action="lifecycle.account.rolled_back", account=acme())
    roll_back_account(plan_id=plan.pk, account=acme(), actor=dora().actor, now=END, reason="again")
    assert acts.count() == 1
    release_account(plan_id=plan.pk, account=acme(), actor=olga().actor, now=END, reason="done")
    assert level_of(plan=plan, account=acme(), now=END) is SwitchLevel.OFF
    with pytest.raises(Refused, match="not held"):
        release_account(plan_id=plan.pk, account=acme(), actor=olga().actor, now=END, reason="again")


def test_an_account_may_be_held_at_any_earlier_stage_and_no_later_one() -> None:
    plan, actor = the_plan(), dora().actor
    roll_back_account(plan_id=plan.pk, account=acme(), actor=actor, now=END, reason="r", to=Stage.ANNOUNCED)
    assert level_of(plan=plan, account=acme(), now=END) is SwitchLevel.LIVE
    for stage in (Stage.DRAFT, Stage.OBSERVING, Stage.CLOSED, Stage.PAUSED):
        with pytest.raises(Refused, match="not earlier"):
            roll_back_account(plan_id=plan.pk, account=acme(), actor=actor, now=END, reason="r", to=stage)


@pytest.mark.parametrize(("skipped", "stage"), [((), "export_only"), (("export_only",), "read_only")])
def test_stages_left_out_are_left_out_on_the_way_back(skipped: tuple[str, ...], stage: str) -> None:
    plan = the_plan()
    plan.skipped = list(skipped)
    plan.save()
    row = roll_back_account(plan_id=plan.pk, account=acme(), actor=dora().actor, now=END, reason="r")
    assert row.held_at_stage == stage


def test_all_stages_left_out_lead_back_to_the_announcement() -> None:
    plan = the_plan()
    plan.skipped = ["closed_to_new", "read_only", "export_only", "brownout"]
    plan.save()
    row = roll_back_account(plan_id=plan.pk, account=acme(), actor=dora().actor, now=END, reason="r")
    assert row.held_at_stage == Stage.ANNOUNCED


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ANNOUNCED, Stage.CLOSED, Stage.CANCELLED])
def test_where_there_is_nothing_to_give_back_nothing_is_given(stage: Stage) -> None:
    """After `closed` there is no way back."""
    with pytest.raises(Refused, match="gives nothing back"):
        roll_back_account(plan_id=the_plan(stage).pk, account=acme(), actor=dora().actor, now=END, reason="r")


def test_a_reason_and_the_right_are_needed() -> None:
    plan = the_plan()
    with pytest.raises(Refused, match="say why"):
        roll_back_account(plan_id=plan.pk, account=acme(), actor=dora().actor, now=END, reason=" ")
    with pytest.raises(Refused) as no:
        roll_back_account(plan_id=plan.pk, account=acme(), actor=Actor.system("x"), now=END, reason="r")
    assert no.value.is_wrong_person


def test_the_whole_plan_is_rolled_back_by_one_person_with_a_reason() -> None:
    plan = the_plan()
    roll_back_plan(plan_id=plan.pk, actor=dora().actor, now=END, reason="a customer lost data")
    plan.refresh_from_db()
    assert plan.stage == Stage.ROLLED_BACK
    assert level_of(plan=plan, account=acme(), now=END) is SwitchLevel.LIVE
