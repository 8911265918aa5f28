"""Is a mail server's log that says nothing refused by the command, with the reason? (P1, notices case 38)"""

import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from notifications.models import Delivery

LINE = b"to=<owner@corner-shop.example>, status=sent\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raw", "more", "sentence"),
    [
        (LINE, (), "add --whole"),
        (gzip.compress(LINE), ("--whole",), "is no plain text"),
        (b"", ("--whole",), "names nobody"),
        (None, ("--whole",), "cannot be read"),
    ],
    ids=["not said to be whole", "packed", "empty", "not there"],
)
def test_whoever_stands_in_no_log_is_written_to_so_that_it_must_be_one(
    tmp_path: Path, raw: bytes | None, more: tuple[str, ...], sentence: str
) -> None:
    log, err = tmp_path / "mail.log", StringIO()
    if raw is not None:
        log.write_bytes(raw)
    with pytest.raises(SystemExit) as ended:
        call_command("notices", "quarantine", "reconcile", "--sent", str(log), *more, stderr=err)
    assert ended.value.code == 1
    assert sentence in err.getvalue()
    assert not Delivery.objects.exists()
