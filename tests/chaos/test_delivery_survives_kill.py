"""SIGKILL and pauses of the worker while notices leave: each arrives once or is listed (P1, P2, notices case 1).

A short form of `make chaos`, which strikes broker, database and schedulers too, among 10,000 notices of a bad
provider, and shows plain tasks and another mailer beside it.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery import current_app

from config.services.mail_sink import MailSink
from tests.chaos.calamities import Calamity
from tests.chaos.run import Course, ledger_arm

NOTICES, REMINDERS = 40, 20
STRUCK = {Calamity.CHILDREN: 2, Calamity.WORKER: 1, Calamity.ZOMBIE: 1}


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
    found = ledger_arm(environ, quiet_sink, Course(9, NOTICES, STRUCK, within_s=150, log=log, reminders=REMINDERS))
    current_app.control.purge()
    assert found.struck == {each.value: count for each, count in STRUCK.items()}, log.read_text()[-3000:]
    assert (found.lost, found.duplicated, found.unresolved) == (0, 0, 0), found
    assert found.uncertain <= sum(STRUCK.values()) * 2 + REMINDERS  # these leave in batches, and need not be heard
    assert len(quiet_sink.messages) >= NOTICES + REMINDERS - found.uncertain
