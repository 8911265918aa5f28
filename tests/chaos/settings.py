"""With which settings does a worker run while it is killed? Leases are short so that a run ends within a minute."""

from config.settings import *  # noqa: F403 - the product's own settings, but for two figures

DELIVERY_LEASE_S = 4.0
DELIVERY_TIMEOUT_S = 1.5
CELERY_WORKER_HIJACK_ROOT_LOGGER = True
