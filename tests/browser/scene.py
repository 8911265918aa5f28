"""Which workspace do the pages show in tests: a plan in every stage, every color of status, three languages?"""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from lifecycle.api import record
from lifecycle.models import (
    Account,
    Evidence,
    Heartbeat,
    Membership,
    MilestoneMove,
    Straggler,
    SunsetPlan,
    Switch,
    User,
)
from lifecycle.rules.criteria import CRITERIA, DEMANDS, Scope
from lifecycle.rules.stages import LADDER, Stage
from lifecycle.rules.tiers import Tier
from notifications.api import publish_all
from tests.browser.scene_acts import acts_that_wait
from tests.browser.scene_assessment import weigh
from tests.browser.scene_desk import desk_and_duties
from tests.browser.scene_life import use_and_answers
from tests.browser.scene_notices import letters_and_mailings
from tests.cast import a_plan, acme, alice, anna, charlie, corner_shop, dora, know, lena, olga, passing_value, paul

MODULES = {
    Stage.DRAFT: "polls",
    Stage.ASSESSING: "bookmarks",
    Stage.DECIDED: "voice-notes",
    Stage.ANNOUNCED: "voice-channels",
    Stage.CLOSED_TO_NEW: "huddles",
    Stage.READ_ONLY: "group-files",
    Stage.EXPORT_ONLY: "reminders",
    Stage.BROWNOUT: "guest-links",
    Stage.OFF: "custom-emoji",
    Stage.OBSERVING: "old-search",
    Stage.ARCHIVED: "wiki",
    Stage.CLOSED: "fax",
    Stage.PAUSED: "translations",
    Stage.CANCELLED: "stickers",
    Stage.ROLLED_BACK: "calendar",
}
MAIN = Stage.READ_ONLY
DAYS_TO_OFF = (180, 160, 100, 75, 50, 24, 18, 9, -4, -6, -20, -70)


def fill(now: datetime) -> None:
    """Once, into an empty database."""
    with transaction.atomic():
        for person in (paul, lena, dora, olga, anna, alice, charlie):
            person()
        accounts = _accounts(now)
        for number, stage in enumerate(Stage):
            _plan(stage, number, accounts, now)
        Heartbeat.objects.create(name="tick", at=now - timedelta(seconds=20))
        Heartbeat.objects.create(name="worker", at=now - timedelta(minutes=9))
    use_and_answers(accounts, now)
    acts_that_wait(accounts, now)
    letters_and_mailings(now)
    weigh(accounts, now)
    desk_and_duties(accounts, now)
    publish_all(now=now)


def _accounts(now: datetime) -> list[Account]:
    made = [acme(), corner_shop()]
    for number, (name, language, zone) in enumerate(
        (
            ("北极星科技有限公司", "zh-hans", "Asia/Shanghai"),
            ("Полярный порт", "ru", "Europe/Moscow"),
            ("Södermalm Möbler AB", "en", "Europe/Stockholm"),
            ("Kathmandu Trekking Cooperative for Mountain Villages and Valleys", "en", "Asia/Kathmandu"),
        )
    ):
        account, _ = Account.objects.get_or_create(
            key=f"account-{number}",
            defaults={
                "name": name,
                "tier": Tier.KEY if number == 0 else Tier.LIGHT if number == 3 else Tier.STANDARD,
                "language": language,
                "timezone": zone,
                "revenue": None if number == 1 else Decimal(12_000 * (number + 1)),
                "currency": "" if number == 1 else "EUR",
                "csm_email": "dora@sunsetter.example",
                "created_at": now,
            },
        )
        made.append(account)
    Account.objects.filter(currency="", revenue__isnull=False).update(currency="EUR")
    boris = User.objects.create_user("boris@polar.example", None, name="Борис", language="ru")
    Membership.objects.create(user=boris, account=made[3], role=Membership.Role.OWNER)
    return made


def _plan(stage: Stage, number: int, accounts: list[Account], now: datetime) -> None:
    position = LADDER.index(stage) if stage in LADDER else 4
    off = now.date() + timedelta(days=DAYS_TO_OFF[min(position, len(DAYS_TO_OFF) - 1)] + number % 4)
    plan = a_plan(module=MODULES[stage], stage=Stage.DRAFT, switch_off_date=off, skipped=_skipped(stage))
    SunsetPlan.objects.filter(pk=plan.pk).update(
        stage=stage,
        paused_from=Stage.ANNOUNCED if stage is Stage.PAUSED else "",
        stage_since_at=now - timedelta(days=number + 1),
        document=f"key: {plan.key}\nmodule: {plan.module.key}\ndates:\n  off: {off}\n",
    )
    plan.module.name = MODULES[stage].replace("-", " ").capitalize()
    plan.module.owner_email = "paul@sunsetter.example"
    plan.module.save()
    with transaction.atomic():
        record("lifecycle.plan.applied", subject=plan.key, actor=paul().actor, at=now, plan_key=plan.key, revision=1)
    if position:
        _evidence(plan, stage, accounts, now)
    if position >= LADDER.index(Stage.OFF):
        _late_ones(plan, accounts, now)


def _skipped(stage: Stage) -> tuple[Stage, ...]:
    return () if stage is Stage.BROWNOUT else (Stage.BROWNOUT,)


def _evidence(plan: SunsetPlan, stage: Stage, accounts: list[Account], now: datetime) -> None:
    following = LADDER[min(LADDER.index(stage) + 1, len(LADDER) - 1)] if stage in LADDER else Stage.OFF
    _known(plan, following if following in DEMANDS else Stage.OFF, accounts, now - timedelta(hours=2))
    if stage is MAIN:
        know(plan, "usage_below", 4, account=accounts[0], at=now - timedelta(hours=30))
        know(plan, "usage_below", None, account=accounts[3], at=now - timedelta(hours=1))
        for account in accounts[:3]:
            know(plan, "key_cleared", account.key != "acme", account=account, at=now - timedelta(hours=1))
        for account in accounts:
            know(plan, "all_reached", account.key != "account-1", account=account, at=now - timedelta(hours=1))
            if account.key != "account-2":
                know(plan, "export_settled", account.key != "acme", account=account, at=now - timedelta(hours=1))
        move = plan.milestones.get(kind="off")
        MilestoneMove.objects.create(
            milestone=move,
            old_date=move.date - timedelta(days=7),
            new_date=move.date,
            revision=2,
            reason="A holiday in two countries.",
            at=now - timedelta(days=2),
        )
    Switch.objects.create(plan=plan, desired=2, observed=2, observed_at=now, equal_reads=2, desired_at=now)


def _known(plan: SunsetPlan, to: Stage, accounts: list[Account], at: datetime) -> None:
    """As `know_all`, in one insert."""
    whose = {Scope.PLAN: (None,)}
    Evidence.objects.bulk_create(
        Evidence(
            plan=plan,
            criterion=name,
            account=account,
            value=passing_value(name),
            as_of=at,
            source="host",
            recorded_at=at,
        )
        for name in sorted({"usage_below", *DEMANDS.get(to, ())})
        for account in whose.get(CRITERIA[name].scope, tuple(accounts))
    )


def _late_ones(plan: SunsetPlan, accounts: list[Account], now: datetime) -> None:
    for number, account in enumerate(accounts[:2]):
        Straggler.objects.create(
            plan=plan,
            account=account,
            subject=f"sync-bot-{number}",
            caller="desktop 4.2",
            count=17 + number,
            first_at=now - timedelta(days=3),
            last_at=now - timedelta(hours=number + 1),
            settled_at=now if number else None,
        )
