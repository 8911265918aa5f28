"""What does an export cost whose builder dies half-way, beside one that nobody disturbs? (spec: portability)"""

import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

from django.db.models.functions import Now

from benchmarks.bare_parts import ROOT
from benchmarks.builder import NOW
from benchmarks.export import ACTOR, account_with_talk
from benchmarks.result import Result
from benchmarks.rounds import rounds
from lifecycle.models import Account
from portability.api import ExportRequest, Filter, request_export
from portability.models import Export, ExportChunk

MESSAGES = 20_000
CHUNKS = 10


def measure(scale: float) -> list[Result]:
    """Work alone is counted: neither starting a program nor waiting until the dead builder's lease ends."""
    messages = max(100, round(MESSAGES * scale))
    with tempfile.TemporaryDirectory() as folder:
        account = account_with_talk("resumer", messages, Path(folder))
    ours, peer = [], []
    for number in range(rounds(scale)):
        peer.append(_whole(_request(account, 2 * number, messages)))
        ours.append(_resumed(_request(account, 2 * number + 1, messages)))
    name = f"export of {messages:,} messages whose builder dies half-way, seconds of work"
    return [Result(name, median(ours), median(peer), "undisturbed", 1.1 + 1 / CHUNKS)]


def _request(account: Account, number: int, messages: int) -> Export:
    wanted = ExportRequest(Filter(from_ms=number))
    return request_export(account=account, request=wanted, actor=ACTOR, now=NOW, chunk_records=messages // CHUNKS)


def _whole(export: Export) -> float:
    with _builder(export) as program:
        began = _begun(program)
        assert program.wait() == 0
    return time.monotonic() - began


def _resumed(export: Export) -> float:
    with _builder(export) as program:
        began = _begun(program)
        while ExportChunk.objects.filter(export=export).count() < CHUNKS // 2:
            assert program.poll() is None
            time.sleep(0.005)
        program.send_signal(signal.SIGKILL)
    worked = time.monotonic() - began
    Export.objects.filter(pk=export.pk).update(lease_until_at=Now() - timedelta(seconds=1))
    return worked + _whole(export)


def _builder(export: Export) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.builder", str(export.uuid)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


def _begun(program: subprocess.Popen[bytes]) -> float:
    assert program.stdout is not None
    assert program.stdout.readline()
    return time.monotonic()
