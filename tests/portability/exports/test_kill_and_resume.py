"""Does a builder that is killed, or finds the disk full, cost at most a chunk, and change no byte?"""

import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db.models.functions import Now

from portability.api import build_export, request_export
from portability.models import Export, ExportChunk
from portability.rules.export_status import ExportStatus
from portability.rules.requests import Format
from portability.services.stores import files_place
from tests.portability.content import (
    NOON,
    OPERATOR,
    a_request,
    an_account,
    houston,
    package_of,
    sha256_of,
    small_talk,
)

ROOT = Path(__file__).resolve().parents[3]
KILLS = 2
COMMAND = [
    sys.executable,
    "manage.py",
    "export",
    "request",
    "--account",
    "acme",
    "--format",
    "jsonl,csv,html",
    "--wait",
]


def kill_a_builder(export: Export, environ: dict[str, str], delay: float) -> None:
    """Start the real command, wait until it holds the lease, and kill it a moment later."""
    fence = Export.objects.get(pk=export.pk).fence
    with subprocess.Popen(
        [*COMMAND, "--zone", "UTC"], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as builder:
        while builder.poll() is None and Export.objects.get(pk=export.pk).fence == fence:
            time.sleep(0.02)
        time.sleep(delay)
        builder.send_signal(signal.SIGKILL)
    past = Now() - timedelta(seconds=1)  # a minute later
    Export.objects.filter(pk=export.pk, lease_until_at__isnull=False).update(lease_until_at=past)


def start_again(export: Export, chunk_records: int) -> None:
    files_place().delete(f"exports/{export.uuid}")
    ExportChunk.objects.filter(export=export).delete()
    Export.objects.filter(pk=export.pk).update(
        status=ExportStatus.QUEUED, package_sha256="", ready_at=None, chunk_records=chunk_records
    )


@pytest.mark.slow("kills real processes")
def test_killed_builders_leave_the_same_bytes(live_db: SimpleNamespace) -> None:
    """B6, P14: after kill -9 at random moments the package is that of an undisturbed run, whatever the chunks."""
    houston(acme := an_account())
    wanted = a_request(Format.JSONL, Format.CSV, Format.HTML)
    export = request_export(account=acme, request=wanted, actor=OPERATOR, now=NOON, chunk_records=40)
    dice = random.Random(7)
    for _ in range(KILLS):
        kill_a_builder(export, live_db.environ, dice.uniform(0.0, 0.5))
    disturbed = build_export(now=NOON, export_uuid=export.uuid) or Export.objects.get(pk=export.pk)
    assert disturbed.status == ExportStatus.READY
    assert disturbed.fence > KILLS
    first = sha256_of(package_of(disturbed))
    start_again(export, chunk_records=5_000)
    build_export(now=NOON, export_uuid=export.uuid)
    assert sha256_of(package_of(export)) == first


FULL_DISK = """
import os, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_750, resource.RLIM_INFINITY))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from datetime import UTC, datetime
from portability.api import build_export
done = build_export(now=datetime(2027, 3, 1, 12, tzinfo=UTC))
print(done.status, done.reason)
"""


@pytest.mark.slow("starts a process of its own")
def test_a_full_disk_pauses_with_a_reason_and_resumes(live_db: SimpleNamespace, tmp_path: Path) -> None:
    """Spec 6: pause with reason, resume, same bytes, no half file; the chunks that were done stay done."""
    small_talk(acme := an_account(), tmp_path)
    export = request_export(account=acme, request=a_request(), actor=OPERATOR, now=NOON, chunk_records=1)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK], cwd=ROOT, env=live_db.environ, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("paused the disk is full"), done.stdout + done.stderr
    kept = ExportChunk.objects.filter(export=export).order_by("n").values_list("n", flat=True)
    assert list(kept) == list(range(len(kept)))
    assert kept  # the next one was too large
    assert build_export(now=NOON) is None  # not before some time has passed
    Export.objects.filter(pk=export.pk).update(lease_until_at=Now() - timedelta(hours=1))
    resumed = build_export(now=NOON)
    assert resumed is not None
    assert resumed.status == ExportStatus.READY
    start_again(export, chunk_records=5_000)
    build_export(now=NOON, export_uuid=export.uuid)
    assert sha256_of(package_of(export)) == resumed.package_sha256
