"""How is the schema made while the workers collect their tests, and who waits for it?"""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from config.services.temporary import Temporary

ROOT = Path(__file__).resolve().parents[1]


class SchemaBeside:
    """One process of the run starts it; all wait for the word that it leaves in the directory of the services."""

    def __init__(self) -> None:
        self._making: list[subprocess.Popen[bytes]] = []

    def start(self, temporary: Temporary) -> None:
        temporary.start()
        said = temporary.place.state / "schema.log"
        command = [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity=0"]
        with said.open("wb") as log:
            made = subprocess.Popen(command, cwd=ROOT, env=temporary.environ(), stdout=log, stderr=subprocess.STDOUT)
        self._making.append(made)

        def note() -> None:
            draft = said.with_suffix(".new")
            draft.write_text(str(made.wait()), encoding="ascii")
            draft.replace(said.with_suffix(".done"))

        threading.Thread(target=note, daemon=True).start()

    def wait(self, state: Path) -> None:
        done = state / "schema.done"
        while not done.exists():
            if not state.is_dir():
                pytest.exit("The services ended before there was a schema.", returncode=1)
            time.sleep(0.02)
        if done.read_text(encoding="ascii") != "0":
            said = (state / "schema.log").read_text(encoding="utf-8", errors="replace")
            pytest.exit(f"The schema cannot be made:\n{said}", returncode=1)

    def end(self) -> None:
        for each in self._making:
            each.kill()
