"""Which texts does a name have in the domain name system (RFC 1035, RFC 6891)?

One question to a resolver, by UDP and, where the answer is too long, by TCP. No cache, no retries of its own.
"""

import secrets
import socket
import struct
import time
from collections.abc import Sequence
from pathlib import Path

_TXT, _IN, _OPT = 16, 1, 41
_NO_SUCH_NAME = 3
_PACKET = 4096
_RESOLVERS = Path("/etc/resolv.conf")
_TIMEOUT_S = 2.0
Server = tuple[str, int]


class Unreadable(Exception):
    """An answer that is none."""


def resolvers(named: Sequence[str]) -> tuple[Server, ...]:
    """`named` as `address` or `address:port`, `[v6]:port`; without any, those of this machine."""
    return tuple(_server(each) for each in (named or _of_machine()))


def _of_machine() -> list[str]:
    try:
        lines = _RESOLVERS.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
    return [parts[1] for line in lines if len(parts := line.split()) > 1 and parts[0] == "nameserver"]


def _server(text: str) -> Server:
    if text.startswith("["):
        host, _, port = text[1:].partition("]")
        return host, int(port.lstrip(":") or 53)
    host, _, port = text.partition(":") if text.count(":") == 1 else (text, "", "")
    return host, int(port or 53)


def texts_of(name: str, *, servers: Sequence[Server], ends: float) -> tuple[str, ...] | None:
    """() when the name has none; None when nobody could say before `ends` of the monotonic clock."""
    try:
        query = _query(name)
    except (UnicodeError, ValueError):
        return ()
    for server in servers:
        began = time.monotonic()
        if began >= ends:
            return None
        try:
            return _texts(_answer(query, server, min(began + _TIMEOUT_S, ends)), query)
        except (OSError, Unreadable, struct.error, IndexError):
            continue
    return None


def _query(name: str) -> bytes:
    """Recursion desired; an OPT record allows long answers."""
    labels = [label.encode("idna") if not label.isascii() else label.encode() for label in name.rstrip(".").split(".")]
    if not all(0 < len(label) < 64 for label in labels):
        raise ValueError(name)
    question = b"".join(bytes([len(label)]) + label for label in labels) + b"\0" + struct.pack("!HH", _TXT, _IN)
    head = struct.pack("!HHHHHH", secrets.randbelow(65_536), 0x0100, 1, 0, 0, 1)
    return head + question + b"\0" + struct.pack("!HHIH", _OPT, 1232, 0, 0)


def _answer(query: bytes, server: Server, ends: float) -> bytes:
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.settimeout(_left_s(ends))
        line.connect(server)  # answers of others are not heard
        line.send(query)
        found = line.recv(_PACKET)
    if len(found) > 2 and found[2] & 0x02:  # cut: there is more than fits
        with socket.create_connection(server, timeout=_left_s(ends)) as stream:
            stream.sendall(struct.pack("!H", len(query)) + query)
            (size,) = struct.unpack("!H", _exactly(stream, 2, ends))
            found = _exactly(stream, size, ends)
    return found


def _left_s(ends: float) -> float:
    """With none left only what has come already is read, and anything else is an error."""
    return max(0.0, ends - time.monotonic())


def _exactly(stream: socket.socket, size: int, ends: float) -> bytes:
    """One end for all of it: a server that drips holds nobody up."""
    found = b""
    while len(found) < size:
        stream.settimeout(_left_s(ends))
        more = stream.recv(size - len(found))
        if not more:
            raise Unreadable
        found += more
    return found


def _texts(answer: bytes, query: bytes) -> tuple[str, ...]:
    """Of the whole answer: a name that stands for another brings the other's texts with it."""
    number, flags, _questions, count = struct.unpack_from("!HHHH", answer)
    if number != struct.unpack_from("!H", query)[0] or not flags & 0x8000:
        raise Unreadable
    if flags & 0x000F == _NO_SUCH_NAME:
        return ()
    if flags & 0x000F:
        raise Unreadable
    at, found = _after_name(answer, 12) + 4, []
    for _ in range(count):
        at = _after_name(answer, at)
        kind, _class, _ttl, size = struct.unpack_from("!HHIH", answer, at)
        at += 10
        if kind == _TXT:
            found.append(_strings(answer[at : at + size]))
        at += size
    return tuple(found)


def _after_name(answer: bytes, at: int) -> int:
    while answer[at]:
        if answer[at] >= 0xC0:
            return at + 2
        at += answer[at] + 1
    return at + 1


def _strings(data: bytes) -> str:
    parts, at = [], 0
    while at < len(data):
        parts.append(data[at + 1 : at + 1 + data[at]])
        at += data[at] + 1
    return b"".join(parts).decode("utf-8", "replace")
