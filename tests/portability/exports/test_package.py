"""Is the package a bag that strangers can check?"""

import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from portability.rules.requests import Format
from tests.portability.content import an_account, built, houston, unpacked


@pytest.mark.django_db
def test_a_stranger_validates_the_bag_and_its_receipt(tmp_path: Path) -> None:
    """B2, D6: bagit.py accepts the bag, and the script inside finds everything in order."""
    houston(acme := an_account())
    export = built(acme, Format.JSONL, Format.CSV, Format.HTML)
    bag = unpacked(export, tmp_path)
    assert bagit.Bag(str(bag)).validate()
    done = subprocess.run(
        [sys.executable, "-I", bag / "data/verify_receipt.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("In order\n")
