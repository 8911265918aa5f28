"""Does an address outside answer, asked once, and without being led into our own network?"""

import ssl
from enum import StrEnum
from functools import cache
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import certifi
import httpx
from django.conf import settings

from lifecycle.api import SwitchFault, checked_target
from notifications.rules.environment_guard import may_call

TIMEOUT_S = 5.0
_GONE = {httpx.codes.NOT_FOUND, httpx.codes.GONE}
_IS_THERE = {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.METHOD_NOT_ALLOWED}  # for whom it is meant


class Found(StrEnum):
    """What one question found out. A redirect counts as an answer: nobody follows it."""

    THERE = "there"
    GONE = "gone"
    UNKNOWN = "unknown"
    UNASKED = "unasked"  # this environment calls nobody there


def ask(link: str) -> Found:
    """At most twice the time-out; only a plain "no such page" is a no. Never inside a transaction."""
    try:
        host, allowed = urlsplit(link).hostname or "", settings.EMAIL_ALLOWED_DOMAINS
        if not may_call(host, environment=settings.ENVIRONMENT, allowed_domains=allowed):
            return Found.UNASKED
        return _meaning(_status(link))
    except (SwitchFault, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RuntimeError):
        return Found.UNKNOWN


def _status(link: str) -> int:
    """The checked address is the one that is connected to; the body is not read."""
    target = checked_target(link, allows_loopback=settings.WEBHOOK_ALLOWS_LOOPBACK)
    extensions: dict[str, Any] = {"sni_hostname": target.host} if target.scheme == "https" else {}
    with httpx.Client(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False, verify=_trust()) as http:
        end = Timer(TIMEOUT_S, http.close)  # time-outs are per read: whoever trickles would hold the asker
        end.daemon = True
        end.start()
        try:
            with http.stream("GET", target.url, headers={"Host": target.host_header}, extensions=extensions) as answer:
                return answer.status_code
        finally:
            end.cancel()


def _meaning(status: int) -> Found:
    if status in _GONE:
        return Found.GONE
    is_there = httpx.codes.is_success(status) or httpx.codes.is_redirect(status) or status in _IS_THERE
    return Found.THERE if is_there else Found.UNKNOWN


@cache
def _trust() -> ssl.SSLContext:
    """Reading the authorities takes a tenth of a second: once is enough."""
    return ssl.create_default_context(cafile=certifi.where())
