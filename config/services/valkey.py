"""How is the embedded Valkey started, awaited and stopped? It holds hints only and may lose them all."""

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from config.services.binaries import valkey_server
from config.services.family import Family, Order
from config.services.local_secrets import made_once
from config.services.place import Place
from config.services.problems import ServiceProblem

_SETTINGS = """port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
maxmemory 128mb
maxmemory-policy noeviction
save ""
appendonly no
daemonize no
"""


@dataclass(slots=True)
class Valkey:
    place: Place
    family: Family
    child: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.place.sockets / "valkey.sock"

    def launch(self) -> subprocess.Popen[bytes]:
        """The settings come by standard input, so that the password is in no argument and no file."""
        password = made_once(self.place.secrets, "valkey")
        settings = _SETTINGS.format(socket=self.socket, password=password)
        order = Order(
            "valkey",
            [str(valkey_server(self.place)), "-"],
            {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "SUNSETTER_STATE": str(self.place.state)},
            user=self.place.user,
            cwd=self.place.sockets,
            stdin=settings.encode(),
        )
        with (self.place.log / "valkey.log").open("ab") as log:
            self.child = self.family.spawn(order, log=log)
        return self.child

    def wait(self, *, patience_s: float = 30.0) -> None:
        end = time.monotonic() + patience_s
        while not self.answers():
            if time.monotonic() > end or (self.child and self.child.poll() is not None):
                raise ServiceProblem(f"Valkey does not start; see the end of {self.place.log / 'valkey.log'}.")
            time.sleep(0.02)

    def answers(self) -> bool:
        password = made_once(self.place.secrets, "valkey")
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2.0)
                line.connect(str(self.socket))
                line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                heard = b""
                while part := line.recv(100):
                    heard += part
                    if heard.endswith(b"+PONG\r\n"):
                        return True
                return False
        except OSError:
            return False

    def stop(self) -> None:
        if self.child:
            self.family.stop("valkey", self.child)
            self.child = None
