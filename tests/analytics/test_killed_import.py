"""A2, P14: an import that is killed half-way leaves nothing and can be run again."""

import json
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from analytics.models import ActivityImport
from analytics.services.workspace import activity_dir, events_dir

ROOT = Path(__file__).resolve().parents[2]
ROWS, WITHIN_S = 40_000, 150.0


@pytest.mark.slow(reason="starts the command, on a file long enough to be killed in")
def test_a_killed_import_leaves_nothing_and_runs_again(
    live_db: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as target:
        target.write("occurred_at,account,user,module\n")
        target.writelines(f"2026-05-{n % 31 + 1:02}T10:00:00Z,acme,u{n},reactions\n" for n in range(ROWS))
    command = [sys.executable, "manage.py", "import_activity", str(path), "--json"]
    before = set(events_dir().glob("*.parquet"))
    scratch = activity_dir() / "scratch"
    running = subprocess.Popen(command, cwd=ROOT, env=live_db.environ, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + WITHIN_S
    while not any(scratch.glob("*/judged.csv")) and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    running.kill()
    running.wait()
    assert any(scratch.glob("*/judged.csv")), "killed too late to have been half-way"
    assert ActivityImport.objects.count() == 0
    assert set(events_dir().glob("*.parquet")) == before
    call_command("import_activity", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["added"] == ROWS
    assert not any(scratch.iterdir())
