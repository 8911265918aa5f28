"""What does a worker say of itself while it is full and hears nothing?"""

import logging
import time
from typing import Protocol

from celery.bootsteps import StartStopStep
from celery.worker import state
from django.db import Error, connections
from django.utils import timezone

from config.schedule import CANARY_EVERY_S, HEARD
from lifecycle.api import beat, beat_busy
from lifecycle.rules.signs_of_life import BUSY, Running, says_while_full, sign_of

logger = logging.getLogger(__name__)


class Entry(Protocol):
    def cancel(self) -> None: ...


class Pool(Protocol):
    num_processes: int


class Queue(Protocol):
    name: str


class TaskConsumer(Protocol):
    queues: list[Queue]


class Timer(Protocol):
    def call_repeatedly(self, secs: float, fun: object, args: tuple[object, ...]) -> Entry: ...


class Consumer(Protocol):
    """What Celery's consumer has for us; it lives in the worker's main process, whatever its children do."""

    timer: Timer
    pool: Pool
    task_consumer: TaskConsumer


class Busy(StartStopStep):  # type: ignore[misc]  # Celery has no types
    """A canary tells that a queue is heard. While every child is at work none is taken up: then the main process speaks
    for its queues, from its own loop. It says nothing while a child is free, so that a deaf worker is found as ever.

    Its line to the database is closed each time: a child that is forked inherits none. It waits for a database that
    does not answer, when there is nobody to give work to anyway.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)
    every_s: float = CANARY_EVERY_S

    def __init__(self, consumer: Consumer, **told: object) -> None:
        super().__init__(consumer, **told)
        self._entry: Entry | None = None

    def start(self, consumer: Consumer) -> None:
        """Also anew after each loss of the broker, without which nobody hears."""
        self._entry = consumer.timer.call_repeatedly(self.every_s, say, (consumer,))

    def stop(self, consumer: Consumer) -> None:
        del consumer
        if self._entry is not None:
            self._entry.cancel()
            self._entry = None

    shutdown = stop


def say(consumer: Consumer) -> None:
    if (said := says_while_full(_running(), hands=consumer.pool.num_processes)) is None:
        return
    try:
        now = timezone.now()
        for queue in sorted({each.name for each in consumer.task_consumer.queues} & set(HEARD)):
            if said == BUSY:
                beat_busy(queue=queue, now=now)
            else:
                beat(name=sign_of(queue), now=now)
    except Error:
        logger.warning("the database is away; nobody hears that this worker is busy")
    finally:
        connections.close_all()


def _running() -> list[Running]:
    """What children have begun. A work without a limit of its own has the usual one."""
    now = time.time()
    return [
        Running(now - (each.time_start or now), each.time_limits[0] or each.task.time_limit)
        for each in tuple(state.active_requests)
    ]
