"""Does a builder that is killed cost at most a chunk, and change no byte?"""

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
from tests.portability.content import NOON, OPERATOR, a_request, an_account, houston, package_of, sha256_of

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
