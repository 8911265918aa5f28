"""A resolver on loopback that knows what a test says, by UDP and TCP."""

import contextlib
import socketserver
import struct
import threading
import time
from collections.abc import Mapping
from types import TracebackType


class Resolver:
    """`texts` by name; `None` is a failure of the server. A name that is not there does not exist.

    `drips_s`: by TCP a byte comes each so many seconds.
    """

    def __init__(self, texts: Mapping[str, tuple[str, ...] | None], *, drips_s: float = 0) -> None:
        self.texts = texts
        outer = self

        class Udp(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, line = self.request
                line.sendto(outer.answer(data, most=512), self.client_address)

        class Tcp(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                (size,) = struct.unpack("!H", self.request.recv(2))
                answer = outer.answer(self.request.recv(size), most=65_535)
                whole = struct.pack("!H", len(answer)) + answer
                with contextlib.suppress(OSError):  # nobody waits any more
                    for part in (whole[at : at + 1] for at in range(len(whole))) if drips_s else (whole,):
                        self.request.sendall(part)
                        time.sleep(drips_s)

        self._tcp = socketserver.TCPServer(("127.0.0.1", 0), Tcp)
        self._udp = socketserver.UDPServer(("127.0.0.1", self._tcp.server_address[1]), Udp)
        self.server = f"127.0.0.1:{self._tcp.server_address[1]}"

    def __enter__(self) -> "Resolver":
        for server in (self._tcp, self._udp):
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        for server in (self._tcp, self._udp):
            server.shutdown()
            server.server_close()

    def answer(self, query: bytes, *, most: int) -> bytes:
        name, end = _name(query)
        question = query[12 : end + 4]
        texts = self.texts.get(name, ())
        code = 2 if texts is None else 3 if name not in self.texts else 0
        rows = b"".join(_row(text) for text in texts or ())
        whole = struct.pack("!2sHHHHH", query[:2], 0x8180 | code, 1, len(texts or ()), 0, 0) + question + rows
        if len(whole) <= most:
            return whole
        return struct.pack("!2sHHHHH", query[:2], 0x8380, 1, 0, 0, 0) + question


def _name(query: bytes) -> tuple[str, int]:
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode())
        at += query[at] + 1
    return ".".join(labels), at + 1


def _row(text: str) -> bytes:
    data = b"".join(bytes([len(part)]) + part for part in _parts(text.encode()))
    return b"\xc0\x0c" + struct.pack("!HHIH", 16, 1, 60, len(data)) + data


def _parts(data: bytes) -> list[bytes]:
    return [data[n : n + 255] for n in range(0, len(data), 255)]
