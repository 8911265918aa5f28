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
    try:
        host, allowed = urlsplit(settings.WATCHER_URL).hostname or "", settings.EMAIL_ALLOWED_DOMAINS
        if not host or not may_call(host, environment=settings.ENVIRONMENT, allowed_domains=allowed):
            return False
        with (
            httpx.Client(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False) as http,
            http.stream("POST", settings.WATCHER_URL) as answer,  # its body is not read: it may have no end
        ):
            return answer.is_success
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as problem:
        logger.warning("the watcher outside does not answer: %s", type(problem).__name__)
        return False
