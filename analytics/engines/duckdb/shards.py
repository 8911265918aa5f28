"""How are the shards of a report worked on side by side, each in a process of its own?"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WORKER = "analytics.engines.duckdb.shard_worker"
MEMORY = "450MB"  # of each of two: with what a process needs itself, both stay under 1.2 GiB


@dataclass(frozen=True, slots=True)
class ShardJob:
    """What one process is told; `target` is a folder of its own, which also takes what overflows."""

    files: Sequence[str]
    as_of: date
    zones: Mapping[str, str]
    target: str
    threads: int = 1
    memory: str = MEMORY

    def write(self, path: Path) -> None:
        path.write_text(json.dumps({**asdict(self), "as_of": self.as_of.isoformat()}), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "ShardJob":
        told = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{**told, "as_of": date.fromisoformat(told["as_of"])})


def work_side_by_side(jobs: Sequence[ShardJob], *, program: str = WORKER) -> None:
    """Each by the program, in a process of its own; returns when all are done.

    Raises RuntimeError with the end of what a failed one said.
    """
    with ExitStack() as started:
        workers = [started.enter_context(_working(job, program)) for job in jobs]
        said = [each.communicate()[1] for each in workers]
    if failed := [end for each, end in zip(workers, said, strict=True) if each.returncode]:
        raise RuntimeError(f"a shard of the report failed: {failed[0][-500:]}")


@contextmanager
def _working(job: ShardJob, program: str) -> Iterator[subprocess.Popen[str]]:
    """It ends with whoever waits for it: nobody else would take what it makes, or stop it."""
    path = Path(job.target) / "job.json"
    job.write(path)
    command = [sys.executable, "-m", program, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as worker:  # noqa: S603 - our own
        try:
            yield worker
        finally:
            worker.kill()  # nothing, once it was waited for
