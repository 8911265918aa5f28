"""What does a host product look like that retires modules with Sunsetter?

A small program on the standard library alone. It takes signed orders at `/switch` (Standard Webhooks 1.0.0), keeps a
level per module and account, answers signed reads, and serves `/module/<key>?account=<key>` the way a real product
would: 200 while the module lives, 403, 503 or 410 with a problem body (RFC 9457) where it does not.

Run it: `python -m demo.host_product --port 8090 --secret whsec_…`
"""

import argparse
import base64
import hmac
import json
import os
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LEVELS = ("live", "closed_to_new", "read_only", "export_only", "off")
TOLERANCE_S = 300
MAX_BODY = 20_000


class HostProduct:
    """Levels by module and account ('' = everybody), and what happened. Use as a context manager in tests."""

    def __init__(self, secret: str, *, port: int = 0) -> None:
        self.key = base64.b64decode(secret.removeprefix("whsec_"))
        self.levels: dict[tuple[str, str], tuple[str, int]] = {}
        self.brownouts: dict[str, int] = {}  # module -> seconds to the end
        self.orders: list[dict[str, Any]] = []
        self.calls: list[tuple[str, str, int]] = []  # module, account, status
        self.refused = 0
        self.failing = 0  # answer so many requests with 500
        self.silent = False  # take orders and ignore them
        self.lock = threading.Lock()
        self.server = _Server(port, self)
        self.port = self.server.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def switch_url(self) -> str:
        return f"{self.url}/switch"

    def level_of(self, module: str, account: str) -> str | None:
        """The account's own level, else everybody's, else none."""
        with self.lock:
            own = self.levels.get((module, account)) or self.levels.get((module, ""))
        return own[0] if own else None

    def start(self) -> "HostProduct":
        serve = partial(self.server.serve_forever, poll_interval=0.02)
        threading.Thread(target=serve, name="host product", daemon=True).start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self) -> "HostProduct":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def is_genuine(self, headers: dict[str, str], signed: str) -> bool:
        """Signature over id, time and text, not older than five minutes."""
        stamp = headers.get("webhook-timestamp", "")
        if not stamp.isdigit() or abs(time.time() - int(stamp)) > TOLERANCE_S:
            return False
        text = f"{headers.get('webhook-id', '')}.{stamp}.{signed}".encode()
        wanted = b"v1," + base64.b64encode(hmac.digest(self.key, text, "sha256"))
        given = headers.get("webhook-signature", "").split(" ")
        return any(hmac.compare_digest(wanted, each.encode()) for each in given)

    def obey(self, data: dict[str, Any]) -> None:
        """A late order never undoes a newer one."""
        with self.lock:
            self.orders.append(data)
            place = (str(data["module"]), str(data["account"]))
            if not self.silent and data["level"] in LEVELS and data["revision"] >= self.levels.get(place, ("", 0))[1]:
                self.levels[place] = (data["level"], data["revision"])


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, product: HostProduct) -> None:
        super().__init__(("127.0.0.1", port), Request)
        self.product = product


class Request(BaseHTTPRequestHandler):
    """One call of Sunsetter's switch or of somebody who uses a module."""

    server: _Server

    @property
    def product(self) -> HostProduct:
        return self.server.product

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/switch":
            self._read(parts.query, query)
        elif parts.path.startswith("/module/"):
            self._module(parts.path.removeprefix("/module/"), query.get("account", ""), is_write=False)
        else:
            self._answer(404, {"title": "Not here"})

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), MAX_BODY)).decode()
        if parts.path.startswith("/module/"):
            account = parse_qs(parts.query).get("account", [""])[0]
            self._module(parts.path.removeprefix("/module/"), account, is_write=True)
        elif self._may_pass(body):
            self.product.obey(json.loads(body)["data"])
            self._answer(204, None)

    def _read(self, text: str, query: dict[str, str]) -> None:
        if self._may_pass(text):
            level = self.product.level_of(query.get("module", ""), query.get("account", ""))
            self._answer(200, {"module": query.get("module"), "account": query.get("account", ""), "level": level})

    def _may_pass(self, signed: str) -> bool:
        if self.product.failing > 0:
            self.product.failing -= 1
            self._answer(500, {"title": "Out of order"})
            return False
        if not self.product.is_genuine({name.lower(): value for name, value in self.headers.items()}, signed):
            self.product.refused += 1
            self._answer(401, {"title": "The signature does not hold"})
            return False
        return True

    def _module(self, module: str, account: str, *, is_write: bool) -> None:
        level = self.product.level_of(module, account) or "live"
        status, title, extra = _verdict(level, self.product.brownouts.get(module, 0), is_write=is_write)
        self.product.calls.append((module, account, status))
        body = {"type": f"urn:sunsetter:{level}", "title": title, "status": status, "module": module}
        self._answer(status, body if title else {"module": module, "level": level}, extra)

    def _answer(self, status: int, body: dict[str, Any] | None, extra: dict[str, str] | None = None) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 300 else "application/problem+json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def _verdict(level: str, brownout_s: int, *, is_write: bool) -> tuple[int, str, dict[str, str]]:
    if level == "off":
        return 410, "This module is gone", {"Cache-Control": "no-store"}
    if brownout_s:
        away = {"Retry-After": str(brownout_s), "Cache-Control": "no-store"}
        return 503, "This module is away for a short, announced time", away
    if level == "export_only" or (is_write and level == "read_only"):
        return 403, "Nothing can be changed here any more", {}
    return 200, "", {}


def main() -> None:
    parser = argparse.ArgumentParser(description="A host product to try switches on.")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument(
        "--secret", default=os.environ.get("HOST_SECRET", ""), help="else HOST_SECRET: whsec_ and base64"
    )
    options = parser.parse_args()
    if not options.secret:
        parser.error("give --secret, or HOST_SECRET in the environment")
    host = HostProduct(options.secret, port=options.port)
    print(f"Host product on {host.url}, orders at {host.switch_url}")
    host.server.serve_forever()


if __name__ == "__main__":
    main()
