"""What do the demo's customers do on a day: read, confirm, export, decline, or nothing?"""

import hashlib
import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from config.demo.directory import SEED
from lifecycle.api import Account, SunsetPlan, User, affected_accounts
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from notifications import api as notifications
from portability import api as portability

Note = Callable[[datetime, str], None]
WANTED = portability.ExportRequest(
    portability.Filter(), (portability.Format.JSONL, portability.Format.CSV, portability.Format.HTML)
)
OPEN_STAGES = frozenset({Stage.ANNOUNCED, Stage.CLOSED_TO_NEW, Stage.READ_ONLY})


def answer_and_export(plan: SunsetPlan, dates: Mapping[MilestoneKind, date], now: datetime, note: Note) -> None:
    """Each account has its own day for each act, drawn from the seed."""
    if plan.stage not in OPEN_STAGES and plan.stage not in {Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED}:
        return
    for account in affected_accounts(plan):
        chance = random.Random(f"{SEED}/{account.key}/answers")  # noqa: S311  (a repeatable demo, not a secret)
        _confirm(account, now, chance, note)
        if plan.stage in OPEN_STAGES:
            first = dates[MilestoneKind.ANNOUNCE] + timedelta(days=14)
            days = max(1, (dates[MilestoneKind.EXPORT_END] - first).days)
            _export_or_decline(plan, account, first + timedelta(days=chance.randrange(days)), now, note)


def administrator(account: Account) -> User:
    """The login that acts for an account in the demo, made when it is first needed."""
    email = f"admin@{account.key}.example"
    return User.objects.filter(email=email).first() or User.objects.create_user(
        email, None, name=f"Administrator of {account.name}", timezone=account.timezone, is_demo=True
    )


def _confirm(account: Account, now: datetime, chance: random.Random, note: Note) -> None:
    """Three in four confirm some days after the notice; the others are called."""
    waits = timedelta(days=chance.randrange(1, 6))
    if chance.random() > 0.75 and account.tier != "key":
        return
    for message in notifications.inbox_of(account):
        if message.seen_at is None and message.sent_at <= now - waits:
            newest = notifications.inbox_of(account).filter(notice=message.notice_id)[0]
            notifications.acknowledge(
                account=account,
                notice_id=newest.notice.uuid,
                user=administrator(account),
                via="portal",
                now=now,
                seen_sha=notifications.text_sha(newest),
            )


def _export_or_decline(plan: SunsetPlan, account: Account, day: date, now: datetime, note: Note) -> None:
    """On its own day each account fetches and checks its export; one in eight declines in writing."""
    if now.date() != day:
        return
    actor = administrator(account).actor
    if day.toordinal() % 8 == 0:
        portability.decline_export(account=account, words="We keep nothing of it.", actor=actor, now=now, plan=plan)
        note(now, f"{account.key} declines its export in writing")
        return
    export = portability.request_export(account=account, request=WANTED, actor=actor, now=now)
    built = portability.build_export(now=now, export_uuid=export.uuid)
    if built is None or built.status != portability.ExportStatus.READY:
        note(now, f"{account.key}: the export is {built.status if built else 'not built'}")
        return
    note(now, f"{account.key} downloads its export: {_fetch(account, built, administrator(account), now)}")


def _fetch(account: Account, export: portability.Export, user: User, now: datetime) -> str:
    """Through the same door as a browser: ticket, bytes, hash, confirmation."""
    secret = portability.issue_ticket(export=export, actor=user.actor, now=now)
    found = portability.redeem_ticket(secret=secret, account=account, actor=user.actor, now=now)
    package = portability.open_package(export=found, account=account) if found else None
    if found is None or package is None:
        return "refused"
    with package:
        digest = hashlib.sha256(package.read()).hexdigest()  # demo packages are small
    portability.finish_download(secret=secret, export=found, actor=user.actor, now=now)
    is_ours = portability.confirm_download(export=found, sha256=digest, actor=user.actor, now=now)
    return "verified" if is_ours else "bytes differ"
