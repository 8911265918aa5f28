"""Who rings for what is due at the noon of the run, and works when the broker does not hear? As the product's tick."""

import logging
import sys
import time
from collections.abc import Sequence

import django

django.setup()

from django.db import DatabaseError, InterfaceError, close_old_connections  # noqa: E402 - settings come first

from config import celery as _app  # noqa: E402, F401 - the app that tasks are sent with
from config.bell import Bell  # noqa: E402 - as above
from tests.chaos.noon import later  # noqa: E402 - as above

DELIVER_EVERY, RECONCILE_EVERY = 1, 20


def main(plans: Sequence[int]) -> None:
    ring, began, rounds = Bell(), time.monotonic(), 0
    while True:
        now = later(began).isoformat()
        try:
            close_old_connections()
            ring("notifications.deliver", {"now": now})
            if rounds % RECONCILE_EVERY == 0:
                for plan_id in plans:
                    ring("notifications.reconcile", {"plan_id": plan_id, "now": now})
        except (DatabaseError, InterfaceError):
            logging.getLogger(__name__).warning("the database is away; asking again")
        rounds += 1
        time.sleep(DELIVER_EVERY)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
