"""Is one command as quick and as small as the bare parts that it starts? (spec: running, goals)"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bare_parts import ROOT, bare_parts
from benchmarks.processes import free_port, pss_mb
from benchmarks.result import Result
from config.services.family import alive, noted
from config.services.place import place_of


def measure() -> list[Result]:
    bare_first, bare_warm, bare_mb = _bare()
    state = Path(tempfile.gettempdir()) / f"sunsetter-bench-{secrets.token_hex(4)}"
    try:
        first_s, _, _, _ = _ours(state)
        warm_s, own_mb, all_mb, stop_s = _ours(state)
    finally:
        shutil.rmtree(place_of(state).data, ignore_errors=True)
        shutil.rmtree(state, ignore_errors=True)
    return [
        Result("first start, seconds", first_s, bare_first, "initdb + migrate + web", 1.5),
        Result("warm start, seconds", warm_s, bare_warm, "postgres + web", 1.5),
        Result("memory of the children, MB", all_mb, bare_mb, "the same servers, empty project", 1.5, all_mb),
        Result("runner and reaper, MB", own_mb, bare_mb, "the same servers, empty project", 0.1, own_mb),
        Result("idle stop, seconds", stop_s, None, "", 5.0),
    ]


def _bare() -> tuple[float, float, float]:
    with bare_parts() as parts:
        began = time.monotonic()
        parts.init()
        parts.postgres()
        parts.database()
        parts.web()
        first = time.monotonic() - began
        parts.stop()
        parts.running.clear()
        began = time.monotonic()
        parts.postgres()
        parts.web()
        warm = time.monotonic() - began
        parts.running.pop().terminate()
        return first, warm, parts.empty_project_mb()


def _ours(state: Path) -> tuple[float, float, float, float]:
    """Seconds to ready, megabytes of runner and reaper, of the other children, seconds to stop."""
    environ = {**os.environ, "SUNSETTER_STATE": str(state), "ENVIRONMENT": "test", "PORT": str(free_port())}
    environ.pop("MAKELEVEL", None)
    command = [sys.executable, "manage.py", "up", "--json"]
    began = time.monotonic()
    runner = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert runner.stdout is not None
    ready = json.loads(runner.stdout.readline())
    took = time.monotonic() - began
    assert ready["address"]
    time.sleep(8)
    children = {member.name: pss_mb(member.pid) for member in alive(noted(state))}
    reaper = children.pop("reaper")
    own = pss_mb(runner.pid) - sum(children.values())
    began = time.monotonic()
    runner.send_signal(signal.SIGINT)
    runner.communicate()
    return took, max(own, reaper), sum(children.values()), time.monotonic() - began
