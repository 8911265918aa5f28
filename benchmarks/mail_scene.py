"""Which letters are due while sending is measured? Standard accounts with one contact each, and one announcement."""

import logging
import uuid
from datetime import UTC, date, datetime

from lifecycle.models import Account, Contact, SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from notifications.models import Notice, Obligation, Touchpoint
from notifications.rules.notice_codes import Channel, NoticeCode
from tests.cast import a_plan

NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)  # a Wednesday at noon: mail may leave
OFF = date(2027, 5, 17)
ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Shanghai", "Europe/Moscow")
COUNTRIES, LANGUAGES = ("", "DE", "CN", "US-CA", "RU", "SA", "GB"), ("en", "ru", "zh-Hans")
SENDER = "Sunsetter <sunsetter@localhost>"


def quiet() -> None:
    for noisy in ("notifications", "django", "lifecycle"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def planned_letters(count: int, *, is_optional: bool = False, is_mixed: bool = False) -> SunsetPlan:
    """So many accounts that each must hear today, all at one place or in many; nothing is released yet."""
    module = f"m{uuid.uuid4().hex[:8]}"
    plan = a_plan(module=module, stage=Stage.ANNOUNCED, switch_off_date=OFF)
    accounts = Account.objects.bulk_create(
        Account(
            key=f"{module}-{n}",
            name=f"Account {n}",
            created_at=NOW,
            csm_email="dora@sunsetter.example",
            **(_place(n) if is_mixed else {}),
        )
        for n in range(count)
    )
    Contact.objects.bulk_create(
        Contact(account=each, email=f"{each.key}@x.example", email_norm=f"{each.key}@x.example", role="admin")
        for each in accounts
    )
    notice = Notice.objects.create(plan=plan, code=NoticeCode.SUNSET_ANNOUNCED, content_sha="x" * 64, created_at=NOW)
    owed = Obligation.objects.bulk_create(
        Obligation(notice=notice, account=each, date_revision=1, due_date=OFF) for each in accounts
    )
    Touchpoint.objects.bulk_create(
        Touchpoint(
            plan=plan,
            account=each,
            notice=notice,
            obligation=None if is_optional else obligation,
            step="off-75d.email",
            channel=Channel.EMAIL,
            anchor=MilestoneKind.OFF,
            date_revision=1,
            day=NOW.date(),
            due_at=NOW,
            created_at=NOW,
        )
        for each, obligation in zip(accounts, owed, strict=True)
    )
    return plan


def _place(n: int) -> dict[str, str]:
    return {
        "timezone": ZONES[n % len(ZONES)],
        "country": COUNTRIES[n % len(COUNTRIES)],
        "language": LANGUAGES[n % len(LANGUAGES)],
    }
