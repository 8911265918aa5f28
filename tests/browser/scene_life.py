"""What happened in the scene: months of use, notices and answers, an export that is ready and one that waits?"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from analytics.api import ActivityEvent, import_events
from lifecycle.models import Account, SunsetPlan
from lifecycle.rules.actors import Actor
from notifications.api import InboxMessage, Notice, reconcile
from notifications.models import DeskTask
from portability.api import build_export, request_export
from portability.models import Export
from portability.rules.filters import Filter
from portability.rules.requests import ExportRequest, Format
from tests.browser.pages import READY, SEEN, UNSEEN, WAITING
from tests.browser.scene_affected import some_affected
from tests.browser.scene_transfers import some_transfers
from tests.cast import alice

DAYS = 90
PLANS = ("group-files-sunset", "voice-channels-sunset")
LETTER = """Dear team at Acme,

group files are being retired because two storage engines do one job. In the last 28 days 12 of your people used them.

What takes their place: Insights. Your data stays yours: export it in the portal, in formats that open anywhere.

Dora will call you and help with the move.
"""


def use_and_answers(accounts: list[Account], now: datetime) -> None:
    """Everything through the doors of the apps, so that pages show what they would in earnest."""
    import_events(
        events=_events(accounts, now),
        source="host",
        name="host-2027.jsonl",
        sha256="5" * 64,
        actor=Actor.system("scene"),
        now=now,
    )
    for key in PLANS:
        reconcile(plan_id=SunsetPlan.objects.get(key=key).pk, now=now)
    _notices(accounts[0], now)
    _tasks(accounts, now)
    _exports(accounts[0], now)
    some_transfers(SunsetPlan.objects.get(key=PLANS[0]), accounts, now)
    some_affected(SunsetPlan.objects.get(key=PLANS[0]), accounts, now)


def _events(accounts: list[Account], now: datetime) -> Iterator[ActivityEvent]:
    chance = random.Random(7)
    for back in range(DAYS, 0, -1):
        day = now.date() - timedelta(days=back)
        for number, account in enumerate(accounts):
            for person in range(14 - 2 * number):
                at = datetime.combine(day, time(9 + person % 8, chance.randrange(60)), tzinfo=UTC)
                yield _event(at, account, person, "group-files" if person < _users(number, back) else "search")


def _users(number: int, back: int) -> int:
    """Some accounts stop early, some fade, the first goes on."""
    return (10, 6 * back // DAYS, 3 if back > 40 else 0, 2, 1 if back % 30 == 0 else 0, 4 * back // DAYS)[number]


def _event(at: datetime, account: Account, person: int, module: str) -> ActivityEvent:
    return ActivityEvent(
        occurred_at=at, account=account.key, user=f"u{person}", module=module, action="open", source="host"
    )


def _notices(account: Account, now: datetime) -> None:
    """One confirmed, one not, one in Chinese."""
    plan = SunsetPlan.objects.get(key=PLANS[0])
    texts = (
        ("sunset_announced", "Group files are being retired", "en"),
        ("sunset_reminder", "群组文件即将下线", "zh-hans"),
    )
    for number, (code, subject, locale) in enumerate(texts):
        notice, _ = Notice.objects.get_or_create(
            plan=plan, code=code, version=1, defaults={"content_sha": "a" * 64, "created_at": now}
        )
        Notice.objects.filter(pk=notice.pk).update(uuid=(UNSEEN, SEEN)[number])
        seen = {"seen_at": now, "seen_by": "Alice"} if number else {}
        InboxMessage.objects.create(
            account=account,
            notice=notice,
            delivery_key=f"00000000-0000-4000-8000-00000000000{number}",
            subject=subject,
            body_text=LETTER,
            locale=locale,
            sent_at=now - timedelta(days=10 - number),
            **seen,
        )


def _tasks(accounts: list[Account], now: datetime) -> None:
    plan = SunsetPlan.objects.get(key=PLANS[0])
    for number, account in enumerate(accounts[:3]):
        closed = {"status": "closed", "outcome": "left_message", "closed_by": "Dora", "closed_at": now}
        DeskTask.objects.create(
            uuid=f"00000000-0000-4000-9000-00000000000{number}",
            account=account,
            plan=plan,
            source=f"scene:{number}",
            kind="call" if number != 1 else "find_contact",
            owner_email="dora@sunsetter.example",
            due_date=now.date() + timedelta(days=number * 3 - 2),
            subject=f"{account.name}: announce the retirement of group files",
            script=LETTER,
            created_at=now - timedelta(days=5),
            **({**closed, "outcome_date": now.date()} if number == 2 else {}),
        )


def _exports(account: Account, now: datetime) -> None:
    ready = request_export(
        account=account, request=ExportRequest(Filter(), (Format.CSV, Format.JSONL)), actor=alice().actor, now=now
    )
    Export.objects.filter(pk=ready.pk).update(uuid=READY)
    build_export(now=now, export_uuid=UUID(READY))
    waiting = request_export(
        account=account, request=ExportRequest(Filter(keywords=("budget",))), actor=alice().actor, now=now
    )
    Export.objects.filter(pk=waiting.pk).update(uuid=WAITING)
