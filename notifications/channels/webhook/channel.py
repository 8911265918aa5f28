"""How does a customer's own program hear of a retirement?

Standard Webhooks 1.0.0: a signed POST whose `webhook-id` is the same on every attempt, so that twice is once there.
"""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from threading import Timer
from typing import Any
from uuid import UUID

import certifi
import httpx
from django.conf import settings
from standardwebhooks import Webhook

from lifecycle.api import SwitchFault, checked_target
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.channels.contract import Accepted, Answer, Fault, Found, Outlet, Payload, Proof, Refused, Temporary

GONE = "410"
_READ = 1_024  # bytes of an answer: nothing in it matters


class CustomerWebhook:
    """Only public addresses are called, the one that was checked, without redirects. It is never proof of reach."""

    is_quiet_bound = False
    can_look_up = False
    proof = Proof.ACCEPTED
    key_window: timedelta | None = timedelta.max
    route = ""
    max_bytes = 20_000

    def check_target(self, address: str) -> Verdict:
        try:
            checked_target(address, allows_loopback=settings.WEBHOOK_ALLOWS_LOOPBACK)
        except SwitchFault as problem:
            return blocked("webhook_address", Reason.BROKEN_RULE, detail=str(problem))
        except ValueError:
            return blocked("webhook_address", Reason.BROKEN_RULE, detail="this is no address")
        return Verdict()

    def send(self, payload: Payload, *, timeout_s: float) -> Answer:
        """`secret` holds one or, while it is rotated, two secrets, by spaces. The very bytes signed are sent."""
        body = payload.text.encode()
        if len(body) > self.max_bytes:
            return Refused(Fault.MESSAGE, "size", f"more than {self.max_bytes} bytes")
        try:
            target = checked_target(payload.address, allows_loopback=settings.WEBHOOK_ALLOWS_LOOPBACK)
            headers = {**_signed(payload), "Host": target.host_header, "Content-Type": "application/json"}
            extensions: dict[str, Any] = {"sni_hostname": target.host} if target.scheme == "https" else {}
            with (
                _cut_after(timeout_s, extensions),
                httpx.Client(timeout=timeout_s, trust_env=False, follow_redirects=False, verify=_trust()) as http,
                http.stream("POST", target.url, content=body, headers=headers, extensions=extensions) as response,
            ):
                _taste(response)
        except SwitchFault as problem:
            return Temporary("address", str(problem))
        except Exception as problem:  # whatever a stranger's server makes a library stumble over
            return Temporary("network", type(problem).__name__)  # known by its key: said again, it is still one
        return _meaning(response)

    def resolve(self, key: UUID) -> Found:
        del key
        return Found.UNKNOWN


def _taste(response: httpx.Response) -> None:
    """What it answered is known by now, however the rest of it ends."""
    with suppress(httpx.HTTPError, OSError):
        next(response.iter_raw(_READ), b"")


@contextmanager
def _cut_after(seconds: float, extensions: dict[str, Any]) -> Iterator[None]:
    """Time-outs of httpx are per read: whoever trickles would hold the worker for as long as they like."""
    lines: list[socket.socket] = []

    def keep(event: str, info: dict[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            lines.append(info["return_value"].get_extra_info("socket"))

    def cut() -> None:
        for line in lines[-1:]:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    extensions["trace"] = keep
    try:
        yield
    finally:
        timer.cancel()


def _signed(payload: Payload) -> dict[str, str]:
    at = datetime.fromtimestamp(int(time.time()), UTC)  # noqa: TID251 - receivers compare it with their own clock
    name = str(payload.key)
    signatures = [Webhook(secret).sign(name, at, payload.text) for secret in payload.secret.split()]
    stamp = str(int(at.timestamp()))
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": " ".join(signatures)}


def _meaning(response: httpx.Response) -> Answer:
    code = str(response.status_code)
    if response.is_success:
        return Accepted(code)
    if code == GONE:
        return Refused(Fault.ADDRESS, GONE, "gone")
    return Temporary(code, response.reason_phrase, _retry_after(response.headers.get("retry-after", "")))


def _retry_after(text: str) -> float | None:
    """RFC 9110, 10.2.3: seconds or a date."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        wait = parsedate_to_datetime(text).timestamp() - time.time()  # noqa: TID251 - their date is on the real clock
    except (ValueError, TypeError, OverflowError):
        return None
    return max(wait, 0.0)


@cache
def _trust() -> ssl.SSLContext:
    """Reading the authorities takes a tenth of a second: once is enough."""
    return ssl.create_default_context(cafile=certifi.where())


CHANNEL: Outlet = CustomerWebhook()
