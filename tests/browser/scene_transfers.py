"""Which transfers does the scene show: one under way, one with differences, one that was declined?"""

from datetime import datetime, timedelta

from lifecycle.models import Account, SunsetPlan
from portability.models import Transfer, TransferDecline, TransferObject

OBJECTS = 60
TARGET = "https://insights.example/sunsetter"


def some_transfers(plan: SunsetPlan, accounts: list[Account], now: datetime) -> None:
    """Rows as workers leave them; nothing was written anywhere."""
    _transfer(plan, accounts[0], now, "copying", {"written": 40, "pending": 20})
    found = _transfer(plan, accounts[1], now, "verifying", {"verified": 57, "differs": 2, "failed": 1})
    Transfer.objects.filter(pk=found.pk).update(verified_at=now, reason="3 differences")
    _transfer(plan, accounts[2], now, "mapped", {})
    TransferDecline.objects.create(
        account=accounts[3], plan=plan, words="We start anew.", declined_by="Dora", declined_at=now
    )


def _transfer(plan: SunsetPlan, account: Account, now: datetime, status: str, objects: dict[str, int]) -> Transfer:
    transfer = Transfer.objects.create(
        account=account,
        plan=plan,
        target=TARGET,
        status=status,
        objects_total=OBJECTS,
        opened_by="Olga",
        opened_at=now - timedelta(hours=2),
        rehearsed_at=now - timedelta(hours=1),
        started_at=now - timedelta(minutes=30),
    )
    statuses = [status for status, count in objects.items() for _ in range(count)]
    TransferObject.objects.bulk_create(
        TransferObject(
            account=account,
            transfer=transfer,
            kind="message",
            source_id=f"general/{number}",
            turn=7,
            position=number,
            status=each,
            reason={"differs": "at, text", "failed": "answered 422"}.get(each, ""),
            checksum="5" * 64,
            idempotency_key=f"{transfer.uuid}-{number}",
            target_id=f"new-{number}",
            written_at=now - timedelta(seconds=OBJECTS - number),
        )
        for number, each in enumerate(statuses)
    )
    return transfer
