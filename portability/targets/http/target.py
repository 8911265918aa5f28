"""How is content written to a replacement by HTTP, and read back?

The protocol, below one base address, with `Authorization: Bearer` where a token is known:

* `GET limits` answers one JSON object as `portability.rules.transfer_limits.Limits`; 404 is "no limits".
* `PUT objects/<kind>/<id>/<part>` with the bytes, an `Idempotency-Key`, and either `If-None-Match: *` or `If-Match`
  with the ETag that may be replaced. 201 or 200 with `{"id": "…"}`; the same key again answers the same and writes
  nothing. 412: another object is there. Other 4xx: refused for good, but for 408, 425 and 429.
* `GET` of the same address answers the bytes and `Object-Id`, or 404.
* `DELETE` with `If-Match`: 204 or 404; 412 when it was changed.

An ETag is the sha256 of the bytes in quotation marks (RFC 9110, section 8.8.3). Ids are percent-encoded.
"""

import json
import ssl
from functools import cache
from urllib.parse import quote

import certifi
import httpx

from lifecycle.api import SwitchFault, checked_target
from portability.rules.transfer_limits import Limits, limits_from
from portability.targets.contract import MAX_BODY, Found, ObjectName, TargetFault, TargetRefusal

TIMEOUT_S = 10.0
AGAIN = frozenset({408, 425, 429})


class HttpTarget:
    """One connection to a checked address: redirects are never followed, proxies never used (S15)."""

    def __init__(self, url: str, *, token: str = "", allows_loopback: bool = False) -> None:
        try:
            checked = checked_target(url.rstrip("/") + "/", allows_loopback=allows_loopback)
        except SwitchFault as error:
            raise TargetFault(str(error)) from error
        self._base = checked.url
        self._headers = {"Host": checked.host_header} | ({"Authorization": f"Bearer {token}"} if token else {})
        self._extensions = {"sni_hostname": checked.host} if checked.scheme == "https" else {}
        self._wire = httpx.Client(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False, verify=_trust())

    def limits(self) -> Limits:
        status, body = self._call("GET", "limits")
        if status == 404:
            return Limits()
        try:
            return limits_from(json.loads(_good(status, body)))
        except ValueError as error:
            raise TargetFault(f"answered limits that cannot be read: {error}") from error

    def put(self, name: ObjectName, body: bytes, *, key: str, replaces: str = "") -> str:
        guard = {"If-Match": f'"{replaces}"'} if replaces else {"If-None-Match": "*"}
        headers = {"Idempotency-Key": key, "Content-Type": "application/octet-stream", **guard}
        status, answer = self._call("PUT", _path(name), body, headers)
        if status == 412:
            raise TargetRefusal("another object is there")
        try:
            return str(json.loads(_good(status, answer))["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise TargetFault("answered no id") from error

    def get(self, name: ObjectName) -> Found | None:
        status, body, found_id = self._answer("GET", _path(name))
        return None if status == 404 else Found(found_id or _path(name), _good(status, body))

    def delete(self, name: ObjectName, *, checksum: str) -> bool:
        status, body = self._call("DELETE", _path(name), headers={"If-Match": f'"{checksum}"'})
        if status not in {404, 412}:
            _good(status, body)
        return status != 412

    def settle(self) -> None:
        """What a replacement acknowledged, it answers for."""

    def close(self) -> None:
        self._wire.close()

    def _call(
        self, method: str, path: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        return self._answer(method, path, content, headers)[:2]

    def _answer(
        self, method: str, path: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, str]:
        sent = {**self._headers, **(headers or {})}
        try:
            with self._wire.stream(
                method, self._base + path, content=content, headers=sent, extensions=self._extensions
            ) as response:
                return response.status_code, _bounded(response), response.headers.get("Object-Id", "")
        except httpx.HTTPError as error:
            raise TargetFault(f"cannot be reached: {type(error).__name__}") from error


def _path(name: ObjectName) -> str:
    return f"objects/{quote(name.kind, safe='')}/{quote(name.id, safe='')}/{name.part}"


def _good(status: int, body: bytes) -> bytes:
    if 200 <= status < 300:
        return body
    if 400 <= status < 500 and status not in AGAIN:
        raise TargetRefusal(f"answered {status}")
    raise TargetFault(f"answered {status}")


def _bounded(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > MAX_BODY:
            raise TargetFault(f"answered more than {MAX_BODY} bytes")
    return b"".join(parts)


@cache
def _trust() -> ssl.SSLContext:
    """Reading the authorities takes a tenth of a second: once is enough."""
    return ssl.create_default_context(cafile=certifi.where())
