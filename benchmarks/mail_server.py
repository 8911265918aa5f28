"""Who takes the mail while sending is measured? A server in a process of its own, the same for ours and the peers.

python -m benchmarks.mail_server     says its port, takes whatever comes, ends when its standard input does
"""

import subprocess
import sys
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.bare_parts import ROOT
from benchmarks.processes import free_port


class _Taker:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session, envelope
        return "250 OK"


class MailServer:
    """Written in Python: it takes about a thousand messages a second, which bounds every sender."""

    def __enter__(self) -> "MailServer":
        command = [sys.executable, "-m", "benchmarks.mail_server"]
        self._program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._program.stdout is not None
        self.port = int(self._program.stdout.readline())
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._program.communicate()


def main() -> int:
    controller = Controller(_Taker(), hostname="127.0.0.1", port=free_port())
    controller.start()
    print(controller.port, flush=True)
    sys.stdin.read()
    controller.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
