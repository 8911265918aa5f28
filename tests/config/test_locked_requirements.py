"""Does `make check` see a lock file that no longer matches its source, without asking a package index?"""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from config.check_steps import locked_requirements
from config.doctor.machine import pins


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(settings.BASE_DIR / "requirements", tmp_path / "requirements")
    for lock in locked_requirements.LOCKS:
        shutil.copy(settings.BASE_DIR / lock, tmp_path / lock)
    return tmp_path


def test_the_locks_of_this_tree_match_their_sources() -> None:
    assert locked_requirements.faults(settings.BASE_DIR) == []


def test_a_new_requirement_a_changed_bound_and_a_dropped_one_are_named(root: Path) -> None:
    source = root / "requirements" / "core.in"
    text = source.read_text(encoding="utf-8").replace("django>=5.2.19,<5.3", "django>=6,<7").replace("nh3", "flask")
    source.write_text(text, encoding="utf-8")
    found = "\n".join(locked_requirements.faults(root))
    assert "requirements.txt: pins django" in found
    assert "requirements-core.txt: flask" in found
    assert "requirements-dev.txt: nh3 is pinned for requirements/core.in, which no longer asks for it" in found


def test_a_package_without_hash_and_a_missing_lock_are_named(root: Path) -> None:
    lock = root / "requirements-core.txt"
    lock.write_text(lock.read_text(encoding="utf-8") + "\nstray==1.0\n", encoding="utf-8")
    (root / "requirements.txt").unlink()
    found = locked_requirements.faults(root)
    assert "requirements-core.txt: stray has no hash" in found
    assert "requirements.txt: missing" in found


def test_pins_for_other_platforms_are_left_out() -> None:
    listed = 'one==1.0 \\\n    --hash=sha256:00\ntwo==2.0 ; sys_platform == "plan9" \\\n    --hash=sha256:00\n'
    assert [str(each) for each in pins(listed)] == ["one==1.0"]
