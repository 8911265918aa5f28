"""What does a replacement look like that takes transfers from Sunsetter?

A small program on the standard library alone, which speaks the protocol of `portability/targets/http/target.py` and
keeps everything in memory. Run it: `python -m demo.replacement --port 8091`
"""

import argparse
import hashlib
import json
import threading
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

MAX_BODY = 64 * 1024 * 1024


@dataclass(slots=True)
class Replacement:
    """Objects by address, and what happened. Use as a context manager in tests.

    `holds_after`: the write of that number is kept but never answered, as by a program that dies in the act; `held` is
    set then.
    """

    port: int = 0
    limits: dict[str, Any] = field(default_factory=dict)
    token: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    writes: list[tuple[str, str]] = field(default_factory=list)  # address, idempotency key; replays are none
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    failing: int = 0  # answer so many requests with 503
    refuses: str = ""  # answer writes whose address holds this with 422
    holds_after: int = 0
    held: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    server: "_Server" = field(init=False)

    def __post_init__(self) -> None:
        self.server = _Server(self.port, self)
        self.port = self.server.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Replacement":
        serve = partial(self.server.serve_forever, poll_interval=0.02)
        threading.Thread(target=serve, name="replacement", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def put(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str] | None]:
        """201 new, 200 replaced or the same request again, 412 something else is there, 422 not taken."""
        key = headers.get("idempotency-key", "")
        if self.refuses and self.refuses in path:
            return 422, None
        with self.lock:
            if key in self.answers:
                return 200, self.answers[key]
            there = self.objects.get(path)
            if headers.get("if-match", "") != (etag(there) if there is not None else ""):
                return 412, None
            self.objects[path] = body
            self.writes.append((path, key))
            self.answers[key] = {"id": name_of(path)}
        if len(self.writes) == self.holds_after:
            self.held.set()
            threading.Event().wait()
        return (200 if there is not None else 201), self.answers[key]

    def delete(self, path: str, headers: dict[str, str]) -> int:
        with self.lock:
            there = self.objects.get(path)
            if there is None:
                return 404
            if headers.get("if-match", "") != etag(there):
                return 412
            del self.objects[path]
        return 204


def name_of(path: str) -> str:
    """The replacement's own id of what lies there."""
    return f"new-{hashlib.sha256(path.encode()).hexdigest()[:12]}"


def etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()}"'


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, product: Replacement) -> None:
        super().__init__(("127.0.0.1", port), Request)
        self.product = product


class Request(BaseHTTPRequestHandler):
    """One call of a transfer."""

    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together: else each answer waits for the other side's acknowledgement

    def do_GET(self) -> None:
        path = self._opened()
        if path is not None and path.endswith("/limits"):
            self._answer(200, json.dumps(self.server.product.limits).encode())
        elif path is not None:
            found = self.server.product.objects.get(path)
            if found is None:
                self._answer(404, b"")
            else:
                self._answer(200, found, {"ETag": etag(found), "Object-Id": name_of(path)})

    def do_PUT(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), MAX_BODY))
        if (path := self._opened()) is not None:
            status, answer = self.server.product.put(path, body, self._lower())
            self._answer(status, json.dumps(answer or {"title": "Not taken"}).encode())

    def do_DELETE(self) -> None:
        if (path := self._opened()) is not None:
            self._answer(self.server.product.delete(path, self._lower()), b"")

    def _opened(self) -> str | None:
        """The address asked for, when the door is open."""
        product = self.server.product
        if product.failing > 0:
            product.failing -= 1
            self._answer(503, b"")
        elif product.token and self.headers.get("Authorization") != f"Bearer {product.token}":
            self._answer(401, b"")
        else:
            return unquote(self.path).lstrip("/")
        return None

    def _lower(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(0 if status == 204 else len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def main() -> None:
    parser = argparse.ArgumentParser(description="A replacement to try transfers on.")
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--text-length", type=int, help="the longest text that it takes")
    options = parser.parse_args()
    product = Replacement(port=options.port, limits={"text_length": options.text_length})
    print(f"Replacement on {product.url}")
    product.server.serve_forever()


if __name__ == "__main__":
    main()
