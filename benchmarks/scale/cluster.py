"""How does a real Spark cluster start and stop on this machine: a master and workers, each a program of its own?"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyspark

from benchmarks.processes import free_port
from benchmarks.scale.java import QUICK_START
from benchmarks.scale.programs import Program, Programs, end_at_once, running_programs

HOME = Path(pyspark.__file__).resolve().parent
CORES, MEMORY = "1", "1g"
_DEPLOY = "org.apache.spark.deploy"


class Cluster:
    """The folder of the programs takes logs and what workers spill."""

    def __init__(self, programs: Programs) -> None:
        self._programs = programs
        self.port = free_port()
        self.workers: list[Program] = []

    @property
    def address(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def start(self, workers: int) -> None:
        self._start("master", "master.Master", "--port", str(self.port))
        _await(self.port)
        room = str(self._programs.folder / "work")
        for number in range(workers):
            words = ("--cores", CORES, "--memory", MEMORY, "--work-dir", room, self.address)
            self.workers.append(self._start(f"worker-{number}", "worker.Worker", *words))

    def kill_worker(self, number: int) -> None:
        end_at_once(self.workers[number])

    def _start(self, name: str, role: str, *words: str) -> Program:
        own = {"SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
        environ = {**os.environ, **own, "SPARK_DAEMON_JAVA_OPTS": QUICK_START}
        always = ("--host", "127.0.0.1", "--webui-port", "0")
        return self._programs.start(
            name, [str(HOME / "bin" / "spark-class"), f"{_DEPLOY}.{role}", *always, *words], environ
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
    with running_programs(folder) as programs:
        cluster = Cluster(programs)
        cluster.start(workers)
        yield cluster
