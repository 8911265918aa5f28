"""How does a watcher outside learn that this installation still watches itself? Silence is its alarm."""

import logging
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from notifications.rules.environment_guard import may_call

TIMEOUT_S = 5.0
logger = logging.getLogger(__name__)


def ping_watcher() -> bool:
    """Whether it heard. Nothing is told but that we live."""
    host = urlsplit(settings.WATCHER_URL).hostname or ""
    if not host or not may_call(host, environment=settings.ENVIRONMENT, allowed_domains=settings.EMAIL_ALLOWED_DOMAINS):
        return False
    try:
        with httpx.Client(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False) as http:
            return http.post(settings.WATCHER_URL).is_success
    except httpx.HTTPError as problem:
        logger.warning("the watcher outside does not answer: %s", type(problem).__name__)
        return False
