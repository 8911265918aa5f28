"""Who is not reached, what was promised, and who is briefed in the scene?"""

from datetime import datetime, timedelta

from lifecycle.models import Account, SunsetPlan
from lifecycle.rules.tiers import Tier
from notifications.api import (
    TeamAsked,
    confirm_briefing,
    note_absence,
    snooze_task,
    waive_obligation,
    write_briefing,
)
from notifications.models import Delivery, DeskEntry, DeskTask, Escalation, Obligation, Touchpoint, Waiver
from tests.browser.pages import DUTY, WAIVER
from tests.cast import dora, lena, paul

DAY = timedelta(days=1)


def desk_and_duties(accounts: list[Account], now: datetime) -> None:
    plan = SunsetPlan.objects.get(key="voice-channels-sunset")
    _duties(plan, accounts, now)
    _desk(plan, accounts, now)
    briefed = SunsetPlan.objects.get(key="bookmarks-sunset")
    briefing = write_briefing(
        plan=briefed,
        wording="Bookmarks are retired on 1 June. Saved items take their place, and nothing is lost.",
        answers="Where do they go? Into saved items.\nCan I export them? Yes, in the portal.",
        teams=[TeamAsked("Support"), TeamAsked("Sales", "dora@sunsetter.example"), TeamAsked("Docs")],
        actor=paul().actor,
        now=now - DAY,
    )
    first = briefing.teams.get(name="Docs")
    confirm_briefing(team=first.uuid, seen_sha=briefing.text_sha, email="", actor=lena().actor, now=now)


def _duties(plan: SunsetPlan, accounts: list[Account], now: datetime) -> None:
    """One bounced and too late, one that waits for a second person, others silent."""
    rows = Obligation.objects.filter(notice__plan=plan, notice__code="sunset_announced").order_by("account_id")
    for number, row in enumerate(rows[:4]):
        due = (now - (12 - number) * DAY).date()
        Obligation.objects.filter(pk=row.pk).update(due_date=due, floor_date=now.date() + (number * 9 - 1) * DAY)
        touchpoint = Touchpoint.objects.filter(obligation=row, channel="email").first()
        if touchpoint is None:
            continue
        Touchpoint.objects.filter(pk=touchpoint.pk).update(status="released", due_at=now - 12 * DAY)
        Delivery.objects.create(
            touchpoint=touchpoint,
            account=row.account,
            channel="email",
            address="it@acme.example",
            address_norm=f"it{number}@acme.example",
            locale="en",
            message_id=f"<duty-{number}@sunsetter.example>",
            subject="Voice channels are being retired",
            body_sha="b" * 64,
            body_text="Voice channels end.",
            status="hard_bounced" if number != 1 else "soft_bounced",
            accepted_at=now - 12 * DAY,
            not_before=now - 12 * DAY,
            created_at=now - 12 * DAY,
        )
    key = next(row for row in rows if row.account.tier == Tier.KEY)
    waiver = waive_obligation(obligation_id=key.pk, actor=dora().actor, reason="Merged into another account.", now=now)
    Waiver.objects.filter(pk=waiver.pk).update(uuid=WAIVER)
    other = rows.exclude(pk=key.pk).first()
    if other is not None:
        Escalation.objects.filter(obligation=other).delete()
        _renumber(other)


def _renumber(row: Obligation) -> None:
    """Pages name a duty by its number: the example's is known."""
    Touchpoint.objects.filter(obligation=row).update(obligation=None)
    old = row.pk
    row.pk = int(DUTY)
    row.date_revision += 100
    row.save(force_insert=True)
    Touchpoint.objects.filter(account=row.account, notice=row.notice, obligation=None).update(obligation=row)
    Obligation.objects.filter(pk=old).delete()


def _desk(plan: SunsetPlan, accounts: list[Account], now: datetime) -> None:
    DeskTask.objects.create(
        account=accounts[3],
        plan=plan,
        source="scene:snoozed",
        kind="follow_up",
        owner_email="dora@sunsetter.example",
        due_date=now.date() + 5 * DAY,
        promise_date=now.date() + 5 * DAY,
        subject="Полярный порт: voice channels",
        created_at=now,
    )
    waiting = DeskTask.objects.get(source="scene:snoozed")
    today, who = now.date(), dora().actor
    snooze_task(uuid=waiting.uuid, until=today + 3 * DAY, note="On holiday.", actor=who, now=now, today=today)
    done = DeskTask.objects.get(source="scene:2")
    DeskEntry.objects.create(
        task=done,
        account=done.account,
        act="closed",
        outcome="left_message",
        note="Mailbox; calls back on Monday.",
        by="Dora",
        at=now,
    )
    note_absence(
        owner_email="lena@sunsetter.example",
        first=now.date() + 2 * DAY,
        last=now.date() + 4 * DAY,
        backup_email="dora@sunsetter.example",
        actor=lena().actor,
        now=now,
    )
