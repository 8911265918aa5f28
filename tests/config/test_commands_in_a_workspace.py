"""Does a single command wait for another one, and start nothing that it does not need? (design.md §6)

That one makes its workspace in an empty folder is told by `test_life_of_a_workspace.py`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from config.services.lock import Held, WorkspaceLock
from config.services.place import make_state, place_of
from config.services.temporary import OUTSIDE

pytestmark = pytest.mark.slow("a database is made for a command")


@pytest.fixture
def folder() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="sunsetter folder "))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


def _spawn(folder: Path, *words: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    environ = {**inherited, "SUNSETTER_STATE": str(folder / "var")}
    pipe = subprocess.PIPE
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environ, stdout=pipe, stderr=pipe, text=True)


def test_a_command_waits_for_another_that_holds_the_workspace(folder: Path) -> None:
    place = place_of(folder / "var")
    make_state(place)
    lock = WorkspaceLock(place.state)
    lock.take()
    with pytest.raises(Held, match=str(os.getpid())):
        WorkspaceLock(place.state).take()
    waiting = _spawn(folder, "migrate", "--plan", "--skip-checks")  # they load every page
    assert waiting.stderr is not None
    assert str(os.getpid()) in waiting.stderr.readline()
    assert waiting.poll() is None
    lock.release()
    _, wrong = waiting.communicate(timeout=300)
    assert waiting.returncode == 0, wrong


def test_a_command_that_needs_no_database_starts_none(folder: Path) -> None:
    began = time.monotonic()
    command = _spawn(folder, "diffsettings")
    _, wrong = command.communicate(timeout=300)
    assert command.returncode == 0, wrong
    assert not (folder / "var").exists(), f"after {time.monotonic() - began:.1f} s"


def test_a_bad_setting_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "EMAIL_URL", "carrier-pigeon://coop")
    inherited = {**os.environ, "SUNSETTER_STATE": str(folder / "var")}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=inherited, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("EMAIL_URL: expected ")
    assert "Traceback" not in done.stderr
