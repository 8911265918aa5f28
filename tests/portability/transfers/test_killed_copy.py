"""Does a copy that is killed half-way write nothing twice and lose nothing?"""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db.models.functions import Now

from demo.replacement import Replacement
from portability.api import copy_transfer
from portability.models import TransferObject
from tests.cast import olga
from tests.portability.transfers.scenes import LATER, acme_with_talk, rehearsed, staff, statuses, verified

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow("kills a real process")
def test_a_killed_copy_goes_on_without_writing_twice(live_db: SimpleNamespace, tmp_path: Path) -> None:
    """C2, portability 6: the target errs after writing; asking it decides, and there is no second write."""
    account, plan = acme_with_talk(tmp_path)
    with Replacement(holds_after=4) as there:
        transfer = rehearsed(account, plan, there.url).transfer
        command = [sys.executable, "manage.py", "transfer", "copy", plan.key, "--account", account.key]
        command += ["--as", olga().email]
        with subprocess.Popen(command, cwd=ROOT, env=live_db.environ, stderr=subprocess.DEVNULL) as copier:
            assert there.held.wait(60), "the fourth object never arrived"
            copier.send_signal(signal.SIGKILL)
        assert statuses(transfer) == {"written": 3, "sending": 2, "pending": 3}
        keys = dict(TransferObject.objects.values_list("pk", "idempotency_key"))
        past = Now() - timedelta(seconds=1)  # two minutes later
        TransferObject.objects.filter(status="sending").update(lease_until_at=past)
        transfer = verified(copy_transfer(transfer=transfer, actor=staff(), now=LATER))
        assert transfer.status == "completed"
        assert dict(TransferObject.objects.values_list("pk", "idempotency_key")) == keys
        assert len(there.writes) == len(set(there.writes)) == len(there.objects) == transfer.objects_total == 8
