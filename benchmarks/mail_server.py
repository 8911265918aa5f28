"""Who takes the mail while sending is measured? A server in a process of its own, the same for ours and the peers.

`smtp-sink` of postfix where there is one (on the PATH, or named by SMTP_SINK), else the few lines below.

python -m benchmarks.mail_server     says its port, takes whatever comes, ends when its standard input does
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from types import TracebackType

from benchmarks.bare_parts import ROOT
from benchmarks.processes import free_port

_GREETING = b"220 sink ESMTP\r\n"
_OFFERS = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n"
_END = b"\r\n.\r\n"


def smtp_sink() -> str | None:
    return shutil.which(os.environ.get("SMTP_SINK") or "smtp-sink")


class MailServer:
    """`name` says which; the one in Python is bounded by Python, so that ratios there flatter whoever is slower."""

    def __enter__(self) -> "MailServer":
        found = smtp_sink()
        self.name = "smtp-sink" if found else "a sink in Python"
        self.port = free_port()
        command = [sys.executable, "-m", "benchmarks.mail_server", str(self.port)]
        if found:
            as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
            command = [found, *as_user, f"127.0.0.1:{self.port}", "100"]
        self._program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)
        _await(self.port)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._program.terminate()
        self._program.communicate()


def _await(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("no mail server listens")


class _Sink(asyncio.Protocol):
    """Takes every message, answers several commands at once (RFC 2920)."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._kept, self._in_data = transport, b"", False
        transport.write(_GREETING)

    def data_received(self, data: bytes) -> None:
        self._kept += data
        answers = []
        while (mark := self._kept.find(_END if self._in_data else b"\r\n")) >= 0:
            line = self._kept[:mark]
            self._kept = self._kept[mark + (5 if self._in_data else 2) :]
            answers.append(self._answer(line))
        if answers:
            self._transport.write(b"".join(answers))

    def _answer(self, line: bytes) -> bytes:
        if self._in_data:
            self._in_data = False
            return b"250 2.0.0 Ok\r\n"
        word = line[:4].upper()
        if word == b"DATA":
            self._in_data = True
            return b"354 End data with <CR><LF>.<CR><LF>\r\n"
        if word == b"QUIT":
            self._transport.close()
            return b"221 2.0.0 Bye\r\n"
        return _OFFERS if word == b"EHLO" else b"250 2.1.0 Ok\r\n"


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Sink, "127.0.0.1", port)
    async with server:
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
