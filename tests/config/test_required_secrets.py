"""Which environments start without secrets of their own? Those alone that hold nobody's data."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import BASE_DIR

GIVEN = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DATABASE_URL": "postgresql://sunsetter_app@127.0.0.1:1/nowhere",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def settings_read(environment: str, given: dict[str, str], state: Path) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "ENVIRONMENT": environment, "SUNSETTER_STATE": str(state), **given}
    words = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(words, cwd=BASE_DIR, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("environment", ["production", "staging"])
@pytest.mark.parametrize("left_out", sorted(GIVEN))
def test_production_and_staging_name_the_secret_they_lack(environment: str, left_out: str, tmp_path: Path) -> None:
    given = {name: value for name, value in GIVEN.items() if name != left_out}
    done = settings_read(environment, given, tmp_path)
    assert done.returncode != 0
    assert f"{left_out} is not set" in done.stderr


@pytest.mark.parametrize(("environment", "given"), [("staging", GIVEN), ("test", {}), ("demo", {})])
def test_with_its_secrets_or_without_anybodys_data_it_starts(
    environment: str, given: dict[str, str], tmp_path: Path
) -> None:
    assert settings_read(environment, given, tmp_path).returncode == 0
