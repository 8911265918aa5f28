"""With which settings does a worker run while it is killed? Leases are short so that a run ends within a minute."""

import os
from datetime import timedelta

from config.settings import *  # noqa: F403 - the product's own settings, but for two figures

DELIVERY_LEASE_S = 4.0
DELIVERY_TIMEOUT_S = 1.5
CELERY_WORKER_HIJACK_ROOT_LOGGER = True
if os.environ.get("CHAOS_KEYS"):
    EMAIL_KEYED_HOSTS = {"127.0.0.1": ("Resend-Idempotency-Key", timedelta(hours=24))}
