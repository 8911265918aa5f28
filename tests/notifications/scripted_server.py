"""What does a mail server say, word by word? One on loopback that answers each command as it is told."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType

Answer = Callable[[int, str], bytes | None]


class ScriptedServer:
    """`answer(connection, command)` gives the reply; None hangs up. A message's end is the command "."."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.bodies: list[bytes] = []
        self.connections = 0

    def __enter__(self) -> "ScriptedServer":
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def hang_up(self) -> None:
        """Now, without a word."""
        time.sleep(0.05)  # what was said before is answered
        self._peer.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        while True:
            try:
                peer, _address = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._peer = peer
            with peer, peer.makefile("rb") as self.lines:
                lines = self.lines
                peer.sendall(b"220 here\r\n")
                with contextlib.suppress(ConnectionError):  # whoever asked has hung up
                    self._talk(peer, lines.readline)

    def _talk(self, peer: socket.socket, line: Callable[[], bytes]) -> None:
        while command := line().decode().strip():
            reply = self._answer(self.connections, command)
            if reply is None:
                return
            peer.sendall(reply)
            if command.upper() == "DATA" and reply.startswith(b"354"):
                body = [line()]
                while body[-1] not in {b".\r\n", b""}:
                    body.append(line())
                if not body[-1]:
                    return
                self.bodies.append(b"".join(body))
                if (reply := self._answer(self.connections, ".")) is None:
                    return
                peer.sendall(reply)


def usual(command: str, *, pipelining: bool = True) -> bytes:
    word = command.partition(" ")[0].upper()
    offers = b"250-here\r\n250-PIPELINING\r\n250 8BITMIME\r\n" if pipelining else b"250 here\r\n"
    return {"EHLO": offers, "DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n")
