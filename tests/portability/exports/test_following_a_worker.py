"""Does `export request --wait` wait for a worker that was quicker, instead of giving up (B4, B6)?"""

import threading
from types import SimpleNamespace

from django.db import connection

from portability.models import Export
from portability.services.exports.lease import claim, let_go
from tests.portability.content import an_account
from tests.portability.test_commands import DONE, run


def test_the_command_follows_a_worker_and_takes_over_when_it_lets_go(live_db: SimpleNamespace) -> None:
    an_account()
    run("export", "request", "--account", "acme")
    held = claim()
    assert held is not None

    def worker() -> None:
        let_go(held)
        connection.close()

    quicker = threading.Timer(0.5, worker)
    quicker.start()
    code, answer, _ = run("export", "request", "--account", "acme", "--wait")
    quicker.join()
    assert (code, answer["status"]) == (DONE, "ready")
    assert Export.objects.get().fence > held.fence
