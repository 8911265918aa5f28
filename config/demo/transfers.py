"""Which accounts of the demo take their content along to the replacement?"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from config.demo.people import staff
from lifecycle.api import Account, SunsetPlan, affected_accounts
from lifecycle.rules.milestones import MilestoneKind
from portability import api as portability

Note = Callable[[datetime, str], None]
AFTER_ANNOUNCEMENT = timedelta(days=14)
REAL = ("houston-data", "ubuntu-irc")  # thousands of records: they take an export instead
TAKE_ALONG = 2


def move_content(plan: SunsetPlan, dates: Mapping[MilestoneKind, date], now: datetime, note: Note) -> None:
    """Two weeks after the announcement two accounts are transferred and read back; a third one wants nothing.

    The replacement of the demo is a folder of the workspace, which anybody can open.
    """
    if now.date() != dates[MilestoneKind.ANNOUNCE] + AFTER_ANNOUNCEMENT:
        return
    invented = list(affected_accounts(plan).exclude(key__in=REAL)[: TAKE_ALONG + 1])
    for account in invented[:TAKE_ALONG]:
        _transfer(plan, account, now, note)
    for account in invented[TAKE_ALONG:]:
        portability.decline_transfer(
            account=account, plan=plan, words="We start anew in Spaces.", actor=staff("dora").actor, now=now
        )
        note(now, f"{account.key}: wants nothing transferred, in writing")


def _transfer(plan: SunsetPlan, account: Account, now: datetime, note: Note) -> None:
    actor, folder = staff("olga").actor, (Path(settings.STATE_DIR) / "replacement").as_uri()
    found = portability.rehearse_transfer(
        account=account, plan=plan, target=folder, accept=(), actor=actor, now=now
    ).transfer
    for act in (portability.copy_transfer, portability.verify_transfer):
        found = act(transfer=found, actor=actor, now=now)
    note(now, f"{account.key}: {found.objects_total} objects transferred to the replacement, {found.status}")
