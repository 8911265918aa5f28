"""Who plays in the tests' stories, and in which retirement?

Acme is a key account and the corner shop a standard one. Dora is their success manager; Paul plans; Lena leads the
success managers; Olga operates; Anna approves. Alice is Acme's administrator. Charlie belongs to the neighbour and may
see nothing of theirs. Each function finds or makes its row, so that scenes can be named in any order.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from lifecycle.models import Account, Contact, Evidence, Membership, Milestone, Module, SunsetPlan, User
from lifecycle.rules.actors import Role
from lifecycle.rules.criteria import CRITERIA, DEMANDS, Scope, Value
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)  # a Monday
OFF = date(2027, 6, 1)  # a Tuesday
OFF_NOON = datetime(2027, 6, 1, 12, tzinfo=UTC)

_DAYS_FROM_OFF = {
    MilestoneKind.INTERNAL_BRIEF: -95,
    MilestoneKind.ANNOUNCE: -90,
    MilestoneKind.CLOSED_TO_NEW: -60,
    MilestoneKind.READ_ONLY: -28,
    MilestoneKind.EXPORT_ONLY: -21,
    MilestoneKind.BROWNOUT: -14,
    MilestoneKind.EXPORT_END: -1,
    MilestoneKind.OFF: 0,
    MilestoneKind.OBSERVATION_END: 14,
    MilestoneKind.ARCHIVE: 15,
    MilestoneKind.PURGE: 59,
}


def acme() -> Account:
    return _account("acme", "Acme Ltd", Tier.KEY, "it@acme.example", revenue=Decimal(250_000), timezone="Europe/Berlin")


def corner_shop() -> Account:
    return _account("corner-shop", "Corner Shop", Tier.STANDARD, "owner@corner-shop.example", revenue=Decimal(900))


def neighbour() -> Account:
    """Charlie's account: not concerned by acme's affairs, and kept apart from them."""
    return _account("neighbour", "Neighbour Inc", Tier.STANDARD, "charlie@neighbour.example", revenue=Decimal(1_000))


def _account(key: str, name: str, tier: Tier, email: str, **fields: object) -> Account:
    defaults = {"name": name, "tier": tier, "csm_email": "dora@sunsetter.example", "created_at": NOON, **fields}
    account, is_new = Account.objects.get_or_create(key=key, defaults=defaults)
    if is_new:
        Contact.objects.create(account=account, email=email, email_norm=email, role=Contact.Role.ADMIN)
    return account


def paul() -> User:
    return _staff("paul", Role.PM)


def lena() -> User:
    return _staff("lena", Role.CSM_LEAD)


def dora() -> User:
    return _staff("dora", Role.CSM)


def olga() -> User:
    return _staff("olga", Role.OPERATOR)


def anna() -> User:
    return _staff("anna", Role.APPROVER)


def _staff(name: str, role: Role) -> User:
    return _login(f"{name}@sunsetter.example", name.title(), is_staff=True, role=role)


def alice() -> User:
    user = _login("alice@acme.example", "Alice")
    Membership.objects.get_or_create(user=user, account=acme(), defaults={"role": Membership.Role.OWNER})
    return user


def charlie() -> User:
    user = _login("charlie@neighbour.example", "Charlie")
    Membership.objects.get_or_create(user=user, account=neighbour(), defaults={"role": Membership.Role.OWNER})
    return user


def _login(email: str, name: str, **fields: object) -> User:
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, None, name=name, **fields)


def a_module(key: str = "reports") -> Module:
    defaults = {"name": key.title(), "replacement_name": "Insights", "replacement_url": "https://insights.example/"}
    return Module.objects.get_or_create(key=key, defaults=defaults)[0]


def a_plan(
    *,
    module: str = "reports",
    key: str = "",
    stage: Stage = Stage.DRAFT,
    switch_off_date: date = OFF,
    author: User | None = None,
    skipped: Iterable[Stage] = (),
    dated: bool = True,
) -> SunsetPlan:
    """Paul's plan with every milestone at its usual distance from the switch-off, at any stage."""
    plan = SunsetPlan.objects.create(
        key=key or f"{module}-sunset",
        module=a_module(module),
        stage=stage,
        skipped=[each.value for each in skipped],
        policy="own.core",
        reason_kind="demand",
        reason="Insights does it better.",
        author=author or paul(),
        helper_name="Dora",
        helper_email="dora@sunsetter.example",
        stage_since_at=NOON,
        created_at=NOON,
    )
    if dated:
        Milestone.objects.bulk_create(
            Milestone(
                plan=plan,
                kind=kind,
                rank=kind.rank,
                date=switch_off_date + timedelta(days=days),
                local_time=time(9),
            )
            for kind, days in _DAYS_FROM_OFF.items()
        )
    return plan


def know(plan: SunsetPlan, criterion: str, value: Value, *, account: Account | None = None, at: datetime) -> Evidence:
    """Put one fact on record, as its producer would."""
    return Evidence.objects.create(
        plan=plan, criterion=criterion, account=account, value=value, as_of=at, source="test", recorded_at=at
    )


def know_all(plan: SunsetPlan, to: Stage, accounts: Iterable[Account], *, at: datetime) -> None:
    """Put on record whatever producers would bring so that the gate to a stage opens; approvals are still to give."""
    concerned = tuple(accounts)
    for account in concerned:  # whose use was ever measured is who is affected
        know(plan, "usage_below", 0, account=account, at=at)
    for name in set(DEMANDS.get(to, ())) - {"usage_below"}:
        whose = (None,) if CRITERIA[name].scope is Scope.PLAN else concerned
        for subject in whose:
            know(plan, name, passing_value(name), account=subject, at=at)


def passing_value(criterion: str) -> Value:
    """True, or zero where the criterion counts what is still open."""
    return next(value for value in (True, 0) if CRITERIA[criterion].holds(value))


def failing_value(criterion: str) -> Value:
    """False, or one where the criterion counts what is still open."""
    return 1 if CRITERIA[criterion].holds(0) else False
