"""Does the webhook speak Standard Webhooks, and believe no odd answer? (P13, S16)"""

import base64
import hmac
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from lifecycle.rules.stages import SwitchLevel
from lifecycle.switches.contract import Order, SwitchFault
from lifecycle.switches.webhook.switch import WebhookSwitch

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
WHEN = datetime(2027, 6, 1, 8, tzinfo=UTC)


@dataclass
class Listener:
    """Answers as told and remembers what it got."""

    status: int = 200
    answer: bytes = b'{"level": "off"}'
    location: str = ""
    got: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def listener() -> Iterator[Listener]:
    told = Listener()

    class Request(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            told.got.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", str(len(told.answer)))
            self.end_headers()
            self.wfile.write(told.answer)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Request)
    told.port = server.server_address[1]
    threading.Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


def switch(listener: Listener, path: str = "/switch") -> WebhookSwitch:
    return WebhookSwitch(f"http://127.0.0.1:{listener.port}{path}", SECRET, allows_loopback=True)


def read(listener: Listener, path: str = "/switch") -> SwitchLevel | None:
    return switch(listener, path).read(module="reports", account="a&b", message_id="msg_1", sent_at=WHEN)


def an_order() -> Order:
    return Order("msg_1", "reports-sunset", "reports", "ümlaut", SwitchLevel.READ_ONLY, 7, WHEN, WHEN)


def judged(headers: dict[str, str], text: bytes) -> bool:
    """The judge is plain hmac, not the library that signed."""
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + text
    return headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def test_an_order_is_signed_over_the_very_bytes_sent(listener: Listener) -> None:
    switch(listener).drive(an_order())
    ((method, path, headers, body),) = listener.got
    assert (method, path, headers["webhook-timestamp"]) == ("POST", "/switch", str(int(WHEN.timestamp())))
    assert headers["host"] == f"127.0.0.1:{listener.port}"
    assert judged(headers, body)
    assert '"account":"ümlaut"'.encode() in body
    assert b'"level":"read_only"' in body


def test_a_read_is_signed_over_its_query(listener: Listener) -> None:
    assert read(listener) is SwitchLevel.OFF
    ((method, path, headers, _),) = listener.got
    assert (method, path) == ("GET", "/switch?module=reports&account=a%26b")
    assert judged(headers, path.partition("?")[2].encode())
    assert read(listener, "/switch?tenant=7") is SwitchLevel.OFF
    assert listener.got[-1][1] == "/switch?tenant=7&module=reports&account=a%26b"


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (500, b"{}", "answered 500"),
        (410, b"{}", "answered 410"),
        (302, b"", "answered 302"),
        (200, b"", "not a level"),
        (200, b"<html>", "not a level"),
        (200, b"[]", "not a level"),
        (200, b"{}", "not a level"),
        (200, b'{"level": "gone"}', "the level 'gone', which is none"),
        (200, b'{"level": 4}', "which is none"),
        (200, b"\xff", "not a level"),
        (200, b" " * 70_000, "more than 65536 bytes"),
    ],
)
def test_an_odd_answer_is_a_fault(listener: Listener, status: int, answer: bytes, words: str) -> None:
    listener.status, listener.answer = status, answer
    with pytest.raises(SwitchFault, match=words):
        read(listener)


def test_no_level_is_an_answer_too(listener: Listener) -> None:
    listener.answer = b'{"level": null}'
    assert read(listener) is None


def test_a_redirect_is_never_followed(listener: Listener) -> None:
    listener.status, listener.location, listener.answer = 307, f"http://127.0.0.1:{listener.port}/else", b""
    with pytest.raises(SwitchFault, match="answered 307"):
        switch(listener).drive(an_order())
    assert len(listener.got) == 1
