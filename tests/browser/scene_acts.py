"""What waits for a person in the scene: leave, stragglers, a message in doubt, an account that has its module back?"""

from datetime import datetime, timedelta

from analytics.models import FlaggedUser
from lifecycle.api import ask_leave, grant_exemption, mark_of, roll_back_account
from lifecycle.models import (
    Account,
    Brownout,
    DateBacking,
    DateRequest,
    Exemption,
    LeaveRequest,
    Straggler,
    SunsetPlan,
    User,
)
from notifications.models import Delivery, Touchpoint
from tests.browser.pages import ASKED, DOUBTFUL, FLOOD, PAUL, PERSON, RUNNING, SOONER, STRAGGLER
from tests.cast import dora, lena, olga, paul

DAY = timedelta(days=1)


def acts_that_wait(accounts: list[Account], now: datetime) -> None:
    main, watched = (SunsetPlan.objects.get(key=key) for key in ("group-files-sunset", "old-search-sunset"))
    given = grant_exemption(
        plan=main,
        account=accounts[4],
        criterion="",
        reason="Paid until the end of their fiscal year.",
        owner_email="dora@sunsetter.example",
        ends_at=now + 40 * DAY,
        granted_by=[olga().actor],
        now=now - 3 * DAY,
    )
    Exemption.objects.filter(pk=given.pk).update(uuid=RUNNING)
    asked = ask_leave(
        plan=main,
        account=accounts[1],
        criterion="usage_below",
        reason="Uses it once a quarter; was called twice and agrees.",
        ends_at=now + 20 * DAY,
        actor=lena().actor,
        now=now - DAY,
    )
    LeaveRequest.objects.filter(pk=asked.pk).update(uuid=ASKED)
    roll_back_account(
        plan_id=watched.pk, account=accounts[1], actor=dora().actor, now=now, reason="Their sync script was forgotten."
    )
    tried = Straggler.objects.get(plan=watched, account=accounts[0])
    Straggler.objects.filter(pk=tried.pk).update(uuid=STRAGGLER)
    User.objects.filter(email=PAUL).update(uuid=PERSON)
    _doubtful(main, accounts[1], now)
    _flood(main, accounts[0], now)
    _outages(main, now)
    _sooner(main, now)


def _sooner(plan: SunsetPlan, now: datetime) -> None:
    """An end that comes earlier than announced waits for one more person."""
    end = plan.milestones.get(kind="off").date
    asked = DateRequest.objects.create(
        uuid=SOONER,
        plan=plan,
        dates={"off": (end - DAY).isoformat()},
        mark=mark_of(SunsetPlan.objects.get(pk=plan.pk)),
        reason="The replacement is there sooner.",
        identity=paul().actor.identity,
        name="Paul",
        at=now - DAY,
    )
    who = lena().actor
    DateBacking.objects.create(request=asked, identity=who.identity, name=who.name, role=who.role, at=now)


def _flood(plan: SunsetPlan, account: Account, now: datetime) -> None:
    """Somebody who looks like a program."""
    FlaggedUser.objects.create(
        uuid=FLOOD,
        account_key=account.key,
        user="sync-bot-7",
        module_key=plan.module.key,
        peak=12_000,
        peak_date=(now - 2 * DAY).date(),
        usual=4,
        flagged_at=now - DAY,
    )


def _outages(plan: SunsetPlan, now: datetime) -> None:
    """One of each kind; one is open."""
    spans = ((-21, 1, "over"), (-14, 1, "ended_early"), (0, 4, ""), (7, 4, ""), (14, 8, "cancelled"))
    Brownout.objects.bulk_create(
        Brownout(
            plan=plan,
            starts_at=now + days * DAY - timedelta(hours=1),
            ends_at=now + days * DAY + timedelta(hours=hours - 1),
            outcome=outcome,
        )
        for days, hours, outcome in spans
    )


def _doubtful(plan: SunsetPlan, account: Account, now: datetime) -> None:
    """The connection broke after the text was handed over."""
    touchpoint = Touchpoint.objects.filter(plan=plan, account=account, channel="email").earliest("due_at", "id")
    Touchpoint.objects.filter(pk=touchpoint.pk).update(told_at=now, told_dates={})
    Delivery.objects.create(
        uuid=DOUBTFUL,
        touchpoint=touchpoint,
        account=account,
        channel="email",
        address="owner@corner-shop.example",
        address_norm="owner@corner-shop.example",
        locale="en",
        message_id=f"<{DOUBTFUL}@sunsetter.example>",
        body_sha="a" * 64,
        status="uncertain",
        not_before=now,
        created_at=now,
    )
