"""What do the success managers and the operator do on a day of the demo?"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from config.demo.people import staff
from lifecycle.api import (
    Account,
    Straggler,
    SunsetPlan,
    affected_accounts,
    gate_verdict,
    grant_exemption,
    settle_straggler,
)
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from notifications import api as notifications
from notifications.rules.statuses import TaskOutcome
from portability import api as portability

Note = Callable[[datetime, str], None]
ARCHIVE_BEFORE = timedelta(days=3)


def work_the_desk(plan: SunsetPlan, now: datetime, note: Note) -> None:
    """Each success manager calls whoever is due."""
    for task in notifications.desk_tasks(plan_id=plan.pk):
        if task.due_date > now.date():
            continue
        name = "emil" if task.owner_email.startswith("emil") else "dora"
        notifications.close_desk_task(
            task_id=task.pk,
            outcome=TaskOutcome.REACHED,
            person="the administrator",
            note="Dates, export and replacement talked through; they agree.",
            actor=staff(name).actor,
            now=now,
        )
        note(now, f"{name.title()} calls {task.account.key}: {task.kind}")


def keep_archives(plan: SunsetPlan, dates: Mapping[MilestoneKind, date], now: datetime, note: Note) -> None:
    """Archive and restore every account before the end, and restore again before each later step that asks for it."""
    ends = {dates[MilestoneKind.OFF], dates[MilestoneKind.ARCHIVE], dates[MilestoneKind.PURGE]}
    if now.date() + ARCHIVE_BEFORE not in ends:
        return
    if now.date() + ARCHIVE_BEFORE == dates[MilestoneKind.OFF]:
        _archive_for_the_silent(plan, now, note)
        _archive_all(plan, now)
    equal = [_restored(plan, account, now) for account in affected_accounts(plan)]
    note(now, f"archives restored and compared: {sum(equal)} of {len(equal)} equal")


def _archive_for_the_silent(plan: SunsetPlan, now: datetime, note: Note) -> None:
    """Who neither exported nor declined after all reminders is archived for, on record."""
    for account in affected_accounts(plan):
        finding = portability.account_findings(account=account, plan=plan, now=now)["export_settled"]
        if finding.value is not True:
            portability.settle_export(
                account=account,
                plan=plan,
                kind=portability.Settlement.Kind.ARCHIVED,
                words="No answer to any reminder; the archive is kept for them.",
                actor=staff("olga").actor,
                now=now,
            )
            note(now, f"{account.key}: archived for them, nobody answered")


def _archive_all(plan: SunsetPlan, now: datetime) -> None:
    """Nothing is written any more so near to the end: what is archived now is what there will ever be."""
    actor = staff("olga").actor
    for account in affected_accounts(plan):
        snapshot = portability.take_snapshot(account=account, plan=plan, actor=actor, now=now)
        for url in portability.archive_urls():
            portability.copy_snapshot(snapshot=snapshot, url=url, actor=actor, now=now)


def _restored(plan: SunsetPlan, account: Account, now: datetime) -> bool:
    copies = portability.Copy.objects.filter(snapshot__account=account, snapshot__plan=plan).order_by("url")
    depths = [portability.run_drill(copy=each, actor=staff("olga").actor, now=now).depth for each in copies]
    return len(depths) > 1 and all(depth == portability.Depth.EQUAL for depth in depths)


def test_export(plan: SunsetPlan, now: datetime, note: Note) -> None:
    """The operator asks for one account's export and has it checked from its bytes, a week before it counts."""
    account = affected_accounts(plan).first()
    if account is None:
        return
    request = portability.ExportRequest(portability.Filter(), (portability.Format.JSONL,))
    export = portability.request_export(account=account, request=request, actor=staff("olga").actor, now=now)
    built = portability.build_export(now=now, export_uuid=export.uuid)
    note(now, f"test export of {account.key}: {built.status if built else export.status}")


def sign_off_rare_users(plan: SunsetPlan, now: datetime, note: Note) -> None:
    """An account that still counts as a user is signed off singly, by two people, for a week."""
    for blocker in gate_verdict(plan=plan, to=Stage.OFF, now=now).blockers:
        if blocker.criterion != "usage_below":
            continue
        grant_exemption(
            plan=plan,
            account=Account.objects.get(key=blocker.subject),
            criterion="usage_below",
            reason="Rare user, called twice; agrees to the date.",
            ends_at=now + timedelta(days=7),
            granted_by=[staff("lea").actor, staff("olga").actor],
            now=now,
        )
        note(now, f"{blocker.subject}: its rare use is signed off by two people")


def settle_stragglers(plan: SunsetPlan, now: datetime, note: Note) -> None:
    """Two days after its last late call each straggler is talked to."""
    open_ones = Straggler.objects.filter(plan=plan, settled_at__isnull=True, last_at__lte=now - timedelta(days=2))
    for each in open_ones.select_related("account"):
        settle_straggler(
            straggler_id=each.pk, note="Their script was found and turned off.", actor=staff("dora").actor, now=now
        )
        note(now, f"{each.account.key}: straggler {each.subject} settled after {each.count} late calls")
