"""How many events a second come in over HTTP and count in the end, and is one lost when programs are killed?"""

import json
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from django.db.models import Sum

from analytics.api import refresh
from analytics.models import ActivityBatch, ActivityImport, BatchStatus, ImportedDay
from benchmarks.ingest_programs import Pair, environ_here, send
from benchmarks.result import Result
from lifecycle.api import issue_token
from lifecycle.rules.actors import Actor
from lifecycle.rules.machine_tokens import TokenRight

EVENTS = 1_000_000
KILL_CALLS, KILL_EACH = 200, 1_000
KILLS = 8
A_CALL = 10_000
GOAL = 20_000
SENDERS = 2
USERS, ACCOUNTS, MODULES = 5_000, 400, 20
EVERY_S = 1.5
PATIENCE_S = 300.0
MARK = b"@@@@@@@@"


def measure(scale: float) -> list[Result]:
    calls = max(2, round(EVENTS * scale / A_CALL))
    each = min(A_CALL, max(10, round(EVENTS * scale / calls)))
    kills = min(KILLS, round(KILLS * scale))  # none at the smallest, which a test runs beside one that kills
    text = _token()
    with Pair(environ_here()) as pair:
        sustained = _sustained(pair, text, calls=calls, each=each)
        return [*sustained, _under_kills(pair, text, kills=kills)] if kills else sustained


def _sustained(pair: Pair, text: str, *, calls: int, each: int) -> list[Result]:
    """From the first call until the last event is in a roll-up; the senders share the machine with what they call."""
    before, started, memory = _counted(), time.monotonic(), _Memory(pair)
    with memory:
        _send_all(pair, text, _bodies("run", calls, each))
        accepted_s = time.monotonic() - started
        _await_settled()
        refresh(now=_now())
        took_s = time.monotonic() - started
    assert _counted() - before == calls * each
    name = f"{calls * each:,} events over HTTP in calls of {each:,}"
    rate, peak_mb, said = calls * each / took_s, memory.peak_mb, "imported and rolled up, a second"
    whole = Result(f"{name}: {said}", rate, None, "", GOAL, peak_mb, at_least=True)
    accepted = Result(f"{name}: received, a second", calls * each / accepted_s, None, "", GOAL, at_least=True)
    growth = Result("memory of web and worker, last third over second", *memory.thirds, "the second third", 1.25)
    return [whole, accepted, growth]


def _under_kills(pair: Pair, text: str, *, kills: int) -> Result:
    """Web and worker die in turns, without warning; in the end each event of each receipt counts, and counts once."""
    before, chance = _counted(), random.Random(5)
    calls = KILL_CALLS * kills // KILLS

    def reap() -> None:
        for number in range(kills):
            time.sleep(chance.uniform(0.2, EVERY_S))
            (pair.worker, pair.web)[number % 2].kill_and_start()

    reaper = threading.Thread(target=reap)
    reaper.start()
    _send_all(pair, text, _bodies("kill", calls, KILL_EACH), pause_s=SENDERS * kills * EVERY_S / calls)
    reaper.join()
    _await_settled()
    sent, counted = calls * KILL_EACH, _counted() - before
    assert (counted, _receipts("kill")) == (sent, sent), f"{sent} sent, {counted} counted"
    name = f"share of {sent:,} events that count once after {kills} kills of web and worker"
    return Result(name, counted / sent, None, "", 1.0, at_least=True)


def _bodies(run: str, calls: int, each: int) -> Iterator[tuple[str, bytes]]:
    """Made from one pattern, so that making them takes little from the machine that is measured."""
    chance, day = random.Random(3), _now() - timedelta(hours=6)
    rows = [
        {
            "occurred_at": (day + timedelta(seconds=n % 7_200)).isoformat(timespec="milliseconds"),
            "account": f"a{chance.randrange(ACCOUNTS)}",
            "user": f"u{chance.randrange(USERS)}",
            "module": f"m{chance.randrange(MODULES)}",
            "action": "open",
            "event_id": f"{run}-{MARK.decode()}-{n}",
        }
        for n in range(each)
    ]
    pattern = "".join(json.dumps(row) + "\n" for row in rows).encode()
    for number in range(calls):
        yield f"{run}-{number}", pattern.replace(MARK, b"%08d" % number)


def _send_all(pair: Pair, text: str, bodies: Iterator[tuple[str, bytes]], *, pause_s: float = 0.0) -> None:
    lock = threading.Lock()

    def sender(_: int) -> None:
        while True:
            with lock:
                key, body = next(bodies, ("", b""))
            if not key:
                return
            send(pair.address, text, body, key=key)
            time.sleep(pause_s)

    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(sender, range(SENDERS)))


def _await_settled() -> None:
    end = time.monotonic() + PATIENCE_S
    while ActivityBatch.objects.filter(status=BatchStatus.RECEIVED).exists():
        if time.monotonic() > end:
            raise TimeoutError("batches still wait")
        time.sleep(0.1)
    assert not ActivityBatch.objects.filter(status=BatchStatus.REFUSED).exists()


def _counted() -> int:
    days = ImportedDay.objects.aggregate(total=Sum("events"))["total"] or 0
    assert days == (ActivityImport.objects.aggregate(total=Sum("added"))["total"] or 0)
    return int(days)


def _receipts(run: str) -> int:
    """New events by the receipts of the calls of a run."""
    rows = ActivityBatch.objects.filter(idempotency_key__startswith=f"{run}-")
    return int(rows.aggregate(total=Sum("added"))["total"] or 0)


def _token() -> str:
    """For a source of its own each time."""
    name = f"measured-{time.monotonic_ns()}"
    rights = [TokenRight.ACTIVITY_WRITE]
    actor = Actor.system("measurement")
    return issue_token(name=name, rights=rights, source=name, expires_at=None, actor=actor, now=_now())[1]


def _now() -> datetime:
    return datetime.now(UTC)


class _Memory:
    """What both programs use, looked at twice a second."""

    def __init__(self, pair: Pair) -> None:
        self._pair, self._seen, self._done = pair, [0.0], threading.Event()
        self._watch = threading.Thread(target=self._look)

    def _look(self) -> None:
        while not self._done.wait(0.5):
            self._seen.append(self._pair.web.memory_mb + self._pair.worker.memory_mb)

    def __enter__(self) -> "_Memory":
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watch.join()

    @property
    def peak_mb(self) -> float:
        return max(self._seen)

    @property
    def thirds(self) -> tuple[float, float]:
        """The highest of the last third and of the second: a leak shows between them."""
        third = max(1, len(self._seen) // 3)
        return max(self._seen[-third:]) or 1.0, max(self._seen[third : 2 * third] or self._seen) or 1.0
