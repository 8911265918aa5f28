"""What is weighed in the scene: two scenarios, scores good and bad, feedback, risks, a decision gone stale?"""

from datetime import datetime, timedelta
from decimal import Decimal

from lifecycle.api import Account, SunsetPlan, ask_to_take_risk, back_risk, decide, write_entry
from lifecycle.models import ModuleCapability
from lifecycle.rules.assessment_entries import Acknowledgement, Effect, Entry, Group, ScenarioTerms
from lifecycle.rules.capabilities import Capability, Coverage
from lifecycle.rules.cost import Costs
from lifecycle.rules.feedback import Remark, Severity, Voice
from lifecycle.rules.scorecard import Aspect, Readiness, Score
from lifecycle.rules.stakes import Stake, UsageFigures
from tests.browser.pages import CAPABILITY
from tests.cast import know, lena, paul

PLAN = "bookmarks-sunset"
COSTS = Costs(
    currency="EUR",
    infrastructure=Decimal(8_000),
    people=Decimal(12_000),
    defects=Decimal(2_000),
    running=Decimal(4_000),
    direct=Decimal(90_000),
    indirect=Decimal(30_000),
)
VALUES = {Aspect.LAW: 4, Aspect.SECURITY: 2, Aspect.COST: 3, Aspect.USER_EXPERIENCE: 1, Aspect.SUPPORT: 5}


def weigh(accounts: list[Account], now: datetime) -> None:
    """Everything through the doors of the lifecycle."""
    plan = SunsetPlan.objects.select_related("module", "author").get(key=PLAN)
    plan.module.dependants, plan.module.integrations = ["search"], ["nightly report bot"]
    plan.module.save()
    for entry in _entries(now):
        write_entry(plan=plan, entry=entry, actor=paul().actor, now=now - timedelta(days=3))
    later = ScenarioTerms("A year later", "Rooms", Readiness.NOT_READY, None, (now + timedelta(days=500)).date())
    write_entry(plan=plan, entry=later, actor=paul().actor, now=now - timedelta(days=2))
    write_entry(plan=plan, entry=COSTS, actor=paul().actor, now=now - timedelta(days=2), scenario="a-year-later")
    ModuleCapability.objects.filter(scenario__plan=plan, name="Search").update(uuid=CAPABILITY)
    _decide(plan, accounts, now)
    risk = ask_to_take_risk(
        plan=plan,
        criterion="replacement_ready",
        reason="The contract for the storage ends first.",
        ends_at=now + timedelta(days=40),
        actor=paul().actor,
        now=now,
    )
    back_risk(plan=plan, risk=risk.uuid, actor=lena().actor, now=now)


def _entries(now: datetime) -> list[Entry]:
    day = (now - timedelta(days=20)).date()
    scores = [Score(each, value, 2, "Reviewed with those concerned.", as_of=day) for each, value in VALUES.items()]
    return [
        COSTS,
        *scores,
        Score(Aspect.RISK, 3, 1, "Old.", "https://risks.example/12", day - timedelta(days=150), "Rita"),
        Capability("Search", Coverage.COVERED, is_essential=True),
        Capability("Sharing with guests", Coverage.PARTLY, note="Only within one organisation."),
        Capability("Audit export for supervisors of the financial market", Coverage.LACKING, is_essential=True),
        Remark(Voice.SUPPORT, Severity.CRITICAL, "Their yearly audit needs it till June.", "audit", "acme", "Sue", day),
        Remark(Voice.SALES, Severity.LOW, "Nobody ever asked for it in a demo."),
        Remark(Voice.CUSTOMER, Severity.HIGH, "我们每天都在用，请多给些时间。", account="account-0"),
        Effect(Group.END_USERS, "They look for their bookmarks in Insights.", "Dora", day),
        Effect(Group.QA, "Forty fewer tests in each run.", "Quinn", day + timedelta(days=60), "Measured: 38."),
        Acknowledgement("search", "Reads Insights from May on."),
        Acknowledgement("nightly report bot", "Moves to webhooks."),
    ]


def _decide(plan: SunsetPlan, accounts: list[Account], now: datetime) -> None:
    for hours, outcome in ((48, "postpone"), (24, "retire")):
        decide(
            plan=plan,
            outcome=outcome,
            rationale="Insights does the same, and the storage cannot be made safe.",
            options=["keep: two engines for one job", "fix: 14 months of work", "retire: Insights is there"],
            risks=["One audit in June falls into the read-only time."],
            until=(now + timedelta(days=30)).date() if outcome == "postpone" else None,
            actor=paul().actor,
            now=now - timedelta(hours=hours),
            usage=_usage(accounts, now),
        )
    know(plan, "usage_below", 40, account=accounts[0], at=now - timedelta(minutes=30))


def _usage(accounts: list[Account], now: datetime) -> UsageFigures:
    stakes = tuple(
        Stake(each.key, users=9 - number, events=90 - 10 * number, dependence=0.6 / (number + 1))
        for number, each in enumerate(accounts)
    )
    return UsageFigures(
        as_of=now.date() - timedelta(days=1),
        coverage="ok",
        snapshot="5c1e7c04-0000-4000-8000-000000000001",
        users_28=24,
        users_90=31,
        accounts_28=5,
        accounts_90=6,
        users_all=600,
        stakes=stakes,
    )
