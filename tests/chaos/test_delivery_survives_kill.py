"""SIGKILL of the worker while notices leave: each arrives once or is listed (P1, P2, failure case 1).

A short form of `make chaos`, which kills twenty times among 2,000 notices and shows plain tasks beside it.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery import current_app

from config.services.mail_sink import MailSink
from tests.chaos.run import ledger_arm

NOTICES, KILLS = 200, 4  # of which one is of the whole worker


@pytest.fixture
def quiet_sink(smtp_sink: MailSink) -> Iterator[MailSink]:
    log = logging.getLogger("mail.log")
    before = log.level
    log.setLevel(logging.WARNING)
    yield smtp_sink
    log.setLevel(before)


@pytest.mark.slow("real workers are started and killed")
def test_every_notice_arrives_once_or_is_listed(live_db: SimpleNamespace, quiet_sink: MailSink, tmp_path: Path) -> None:
    environ = {**live_db.environ, "EMAIL_URL": quiet_sink.url}
    log = tmp_path / "worker.log"
    result = ledger_arm(environ, quiet_sink, seed=7, notices=NOTICES, kills=KILLS, within_s=150, log=log)
    current_app.control.purge()
    assert result.kills == KILLS, log.read_text()[-3000:]
    assert (result.lost, result.duplicated) == (0, 0), result
    assert result.uncertain <= KILLS * 2
    assert len(quiet_sink.messages) >= NOTICES - result.uncertain
