"""Does a broker whose host says nothing at all hold up the letters (P1, P3, notices case 4)?"""

from datetime import timedelta
from itertools import pairwise

import pytest

from config.bell import REST_S, Bell
from config.tick import Ticker
from lifecycle.api import beat
from tests.cast import NOON, a_plan

COST_S = 4.1  # of one try: two connections that time out
Ids = dict[str, object]


class Broker:
    """Its clock goes on while somebody waits for an answer."""

    def __init__(self) -> None:
        self.at_s, self.is_away = 0.0, True
        self.tried: list[float] = []
        self.delivered: list[float] = []

    def send(self, doorbell: str, ids: Ids) -> None:
        del doorbell, ids
        self.tried.append(self.at_s)
        if self.is_away:
            self.at_s += COST_S
            raise OSError

    def work(self, doorbell: str, ids: Ids) -> None:
        del ids
        if doorbell == "notifications.deliver":
            self.delivered.append(self.at_s)


@pytest.mark.django_db
def test_it_is_asked_once_in_a_while_and_letters_leave_every_few_seconds_however_many_plans_there_are() -> None:
    """notices §10: with the broker away nothing is later than two minutes. What takes long is busy for all we know."""
    for n in range(5):
        a_plan(key=f"plan-{n}", module=f"module-{n}")
    broker = Broker()
    ticker = Ticker(Bell(broker.work, send=broker.send, clock=lambda: broker.at_s), work=broker.work)
    for name in ("worker", "worker notice", "worker bulk", "worker export"):
        beat(name=name, now=NOON)
    while broker.at_s < 100:
        ticker.tick(now=NOON + timedelta(seconds=broker.at_s), elapsed=broker.at_s)
        broker.at_s += 1
    assert len(broker.tried) > 2  # it may be back
    assert min(after - before for before, after in pairwise(broker.tried)) >= REST_S
    assert max(after - before for before, after in pairwise(broker.delivered)) < 2 * COST_S


def test_what_is_not_sent_is_done_once_and_what_is_sent_is_not_done_here() -> None:
    broker = Broker()
    bell = Bell(broker.work, send=broker.send, clock=lambda: broker.at_s)
    for _ in range(3):
        bell("lifecycle.canary", {"queue": "notice"})
        bell("notifications.deliver", {})
    assert (len(broker.tried), len(broker.delivered)) == (1, 3)
    broker.is_away, broker.at_s = False, 2 * REST_S
    for _ in range(3):
        bell("notifications.deliver", {})
    assert (len(broker.tried), len(broker.delivered)) == (4, 3)
