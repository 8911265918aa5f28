"""What keeps a worker of a test busy for as long as it lives, and lets it speak of that often?"""

import time

from celery import shared_task

from config.busy import Busy

Busy.every_s = 0.2


@shared_task(name="tests.long", soft_time_limit=900, time_limit=960)
def long() -> None:
    time.sleep(600)
