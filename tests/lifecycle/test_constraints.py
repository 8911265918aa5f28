"""Does the database itself refuse what must never be, whoever asks?"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from lifecycle.models import (
    Account,
    Approval,
    AuditEvent,
    AuditLink,
    Brownout,
    Contact,
    DecisionRecord,
    Evidence,
    Exemption,
    Membership,
    Milestone,
    MilestoneMove,
    Module,
    Straggler,
    SunsetPlan,
    Switch,
    User,
    Wave,
)
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import ENDED, Stage
from tests.cast import NOON, OFF, a_plan, acme, alice, paul

HOUR = timedelta(hours=1)


def check_now() -> None:
    """Deferred constraints speak at commit; a test rolls back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def refused_by(constraint: str, act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        done(act)


@transaction.atomic
def done(act: Callable[[], object]) -> None:
    act()
    check_now()


def another_plan(stage: Stage) -> SunsetPlan:
    return a_plan(key=f"again-{stage}", stage=stage, dated=False)


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in ENDED | {Stage.PAUSED}])
def test_a_module_has_one_active_plan(stage: Stage) -> None:
    """N81."""
    first = a_plan()
    refused_by("plan_one_active_per_module", lambda: another_plan(stage))
    a_plan(module="charts", dated=False)
    SunsetPlan.objects.filter(pk=first.pk).update(stage=Stage.CANCELLED)
    assert another_plan(stage).stage == stage


@pytest.mark.django_db
def test_ended_plans_of_a_module_may_be_many() -> None:
    for stage in sorted(ENDED):
        another_plan(stage)
    assert a_plan().pk


def move(plan: SunsetPlan, kind: MilestoneKind, day: date) -> None:
    Milestone.objects.filter(plan=plan, kind=kind).update(date=day)


@pytest.mark.django_db
def test_milestones_stand_in_order_when_all_is_said() -> None:
    """N72: refused at commit, so that several dates can move in one transaction."""
    plan = a_plan()
    check_now()
    refused_by("out of order", lambda: move(plan, MilestoneKind.ANNOUNCE, OFF + timedelta(days=1)))
    refused_by("out of order", lambda: move(plan, MilestoneKind.PURGE, OFF))
    with transaction.atomic():
        for milestone in Milestone.objects.filter(plan=plan):
            move(plan, MilestoneKind(milestone.kind), milestone.date + timedelta(days=400))
        check_now()


@pytest.mark.django_db
def test_two_promises_may_share_a_day() -> None:
    plan = a_plan()
    move(plan, MilestoneKind.EXPORT_END, OFF)
    check_now()


def test_dates_out_of_order_do_not_survive_a_real_commit(live_db: SimpleNamespace) -> None:
    assert live_db
    plan = a_plan()
    with pytest.raises(IntegrityError, match="out of order"):
        move(plan, MilestoneKind.OFF, OFF + timedelta(days=200))
    assert plan.milestones.get(kind=MilestoneKind.OFF).date == OFF


def exemption(**more: object) -> Exemption:
    fields = {"kind": "access", "reason": "paid", "starts_at": NOON, "ends_at": NOON + HOUR, **more}
    return Exemption.objects.create(plan=a_plan(dated=False), account=acme(), **fields)


def straggler(count: int = 1, last_at: datetime = NOON) -> Straggler:
    return Straggler.objects.create(
        plan=a_plan(dated=False), account=acme(), subject="user:1", count=count, first_at=NOON, last_at=last_at
    )


def evidence(source: str) -> Evidence:
    return Evidence.objects.create(
        plan=a_plan(dated=False), criterion="holds", value=1, as_of=NOON, source=source, recorded_at=NOON
    )


def decision(**more: object) -> DecisionRecord:
    fields = {"outcome": "retire", "rationale": "no use", "decided_by": "Paul", "at": NOON, **more}
    return DecisionRecord.objects.create(plan=a_plan(dated=False), **fields)


def approval(identity: str = "x") -> Approval:
    return Approval.objects.create(
        plan=a_module_plan(), to_stage="off", plan_hash="h", identity=identity, name="X", role="pm", at=NOON
    )


def a_module_plan() -> SunsetPlan:
    return SunsetPlan.objects.first() or a_plan(dated=False)


def switch(**more: object) -> Switch:
    return Switch.objects.create(plan=a_module_plan(), desired=0, desired_at=NOON, **more)


def milestone(day: date) -> Milestone:
    kind = MilestoneKind.OFF
    return Milestone.objects.create(plan=a_module_plan(), kind=kind, rank=kind.rank, date=day, local_time=NOON.time())


def moved(reason: str = "late") -> MilestoneMove:
    row = Milestone.objects.first() or milestone(OFF)
    return MilestoneMove.objects.create(milestone=row, old_date=OFF, new_date=OFF, revision=2, reason=reason, at=NOON)


def change(model: type[SunsetPlan] | type[Account] | type[User] | type[Module], **fields: object) -> Callable[[], int]:
    def act() -> int:
        a_plan(dated=False), acme(), paul()
        return model._default_manager.update(**fields)

    return act


def twice(make: Callable[[], object]) -> Callable[[], object]:
    return lambda: (make(), make())


BROKEN: dict[str, Callable[[], object]] = {
    "account_tier_known": change(Account, tier="vip"),
    "account_key_not_blank": change(Account, key=""),
    "account_timezone_not_blank": change(Account, timezone=""),
    "contact_once_per_account": twice(
        lambda: Contact.objects.create(account=acme(), email="A@x.example", email_norm="a@x.example")
    ),
    "contact_email_not_blank": lambda: Contact.objects.create(account=acme(), email="x", email_norm=""),
    "module_criticality_known": change(Module, criticality="vital"),
    "user_role_known": change(User, role="king"),
    "membership_once": lambda: Membership.objects.create(user=alice(), account=acme()),
    "plan_stage_known": change(SunsetPlan, stage="gone"),
    "plan_paused_from_a_stage": change(SunsetPlan, stage=Stage.PAUSED),
    "plan_paused_from_a_stage ": change(SunsetPlan, paused_from=Stage.OFF),
    "plan_reason_not_blank": change(SunsetPlan, reason=""),
    "plan_policy_not_blank": change(SunsetPlan, policy=""),
    "milestone_once_per_plan": twice(lambda: milestone(OFF)),
    "milestone_date_plausible": lambda: milestone(date(9999, 12, 31)),
    "milestone_date_plausible ": lambda: milestone(date(1, 1, 1)),
    "milestone_move_once": twice(moved),
    "milestone_move_reason_not_blank": lambda: moved(""),
    "evidence_source_not_blank": lambda: evidence(""),
    "approval_once_per_person": twice(approval),
    "approval_identity_not_blank": lambda: approval(""),
    "decision_rationale_not_blank": lambda: decision(rationale=""),
    "decision_postponed_until_a_day": lambda: decision(outcome="postpone"),
    "exemption_reason_not_blank": lambda: exemption(reason=""),
    "exemption_ends_later": lambda: exemption(ends_at=NOON),
    "exemption_names_its_criterion": lambda: exemption(kind="criterion"),
    "exemption_names_its_criterion ": lambda: exemption(criterion="usage_below"),
    "exemption_names_its_criterion  ": lambda: exemption(kind="other"),
    "switch_once": twice(switch),
    "switch_lease_has_token": lambda: switch(lease_until=NOON),
    "straggler_counted": lambda: straggler(0),
    "straggler_last_later": lambda: straggler(last_at=NOON - HOUR),
    "brownout_ends_later": lambda: Brownout.objects.create(plan=a_module_plan(), starts_at=NOON, ends_at=NOON),
    "brownout_once": twice(lambda: Brownout.objects.create(plan=a_module_plan(), starts_at=NOON, ends_at=NOON + HOUR)),
    "wave_position_once": twice(lambda: Wave.objects.create(plan=a_module_plan(), position=1, name="pilot")),
    "audit_link_starts_at_one": lambda: link(0),
}


def link(seq: int) -> AuditLink:
    event = AuditEvent.objects.create(action="a.b.c", actor="x", subject="x", at=NOON, body="{}")
    return AuditLink.objects.create(seq=seq, event=event, previous_hash="", hash="x", linked_at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(BROKEN))
def test_each_named_constraint_refuses_its_violation(name: str) -> None:
    refused_by(name.strip(), BROKEN[name])


def test_every_constraint_of_the_core_has_its_violation_here() -> None:
    models = (Account, Approval, AuditLink, Brownout, Contact, DecisionRecord, Evidence, Exemption, Membership)
    models += (Milestone, MilestoneMove, Module, Straggler, SunsetPlan, Switch, User, Wave)  # type: ignore[assignment]
    declared = {each.name for model in models for each in model._meta.constraints}
    assert declared - {name.strip() for name in BROKEN} <= {"plan_one_active_per_module", "straggler_once"}


@pytest.mark.django_db
def test_a_straggler_stands_once_per_subject_and_caller() -> None:
    row = straggler()
    row.pk = None
    refused_by("straggler_once", row.save)


@pytest.mark.django_db
def test_who_is_on_record_cannot_be_deleted() -> None:
    plan = a_plan(author=paul())
    with pytest.raises(ProtectedError):
        paul().delete()
    with pytest.raises(ProtectedError):
        plan.module.delete()
