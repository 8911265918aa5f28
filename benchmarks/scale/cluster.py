"""How does a real Spark cluster start and stop on this machine: a master and workers, each a program of its own?"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyspark

from benchmarks.processes import free_port

HOME = Path(pyspark.__file__).resolve().parent
CORES, MEMORY = "1", "1g"
_DEPLOY = "org.apache.spark.deploy"


class Cluster:
    """`folder` takes logs and what workers spill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def start(self, workers: int) -> None:
        self._master = self._program("master.Master", "--port", str(self.port), "--webui-port", "0")
        _await(self.port)
        for number in range(workers):
            words = ("--cores", CORES, "--memory", MEMORY, "--webui-port", "0", "--work-dir", str(self.folder / "work"))
            self.workers.append(self._program("worker.Worker", *words, self.address, name=f"worker-{number}"))

    def kill_worker(self, number: int) -> None:
        """At once and with everything that it started, as when a machine loses power."""
        with suppress(ProcessLookupError):
            os.killpg(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait()

    def stop(self) -> None:
        for number, worker in enumerate(self.workers):
            if worker.poll() is None:
                self.kill_worker(number)
        with suppress(ProcessLookupError):
            os.killpg(self._master.pid, signal.SIGKILL)
        self._master.wait()

    def _program(self, role: str, *words: str, name: str = "master") -> subprocess.Popen[bytes]:
        environ = {**os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [str(HOME / "bin" / "spark-class"), f"{_DEPLOY}.{role}", "--host", "127.0.0.1", *words],
                env=environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _await(port: int, *, patience_s: float = 60.0) -> None:
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"no Spark master at port {port}")


@contextmanager
def running_cluster(folder: Path, *, workers: int = 2) -> Iterator[Cluster]:
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder)
    try:
        cluster.start(workers)
        yield cluster
    finally:
        cluster.stop()
