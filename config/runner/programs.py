"""Which programs make up a local installation, and with which words are they started?"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from config.schedule import QUEUES
from config.services.family import Order

ROOT = Path(__file__).resolve().parents[2]


def manage(*words: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *words]


def web(environ: Mapping[str, str], port: int) -> Order:
    workers = environ.get("WEB_WORKERS") or "1"
    argv = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    argv += ["--workers", workers, "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers"]
    return Order("web", [*argv, "config.wsgi:application"], environ, cwd=ROOT)


def worker(environ: Mapping[str, str]) -> Order:
    argv = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--loglevel", "INFO"]
    argv += [
        "-Q",
        ",".join(QUEUES),
        "--concurrency",
        environ.get("WORKER_CONCURRENCY") or "2",
        "--without-gossip",
        "--without-mingle",
    ]
    return Order("worker", argv, environ, cwd=ROOT)


def reconciler(environ: Mapping[str, str]) -> Order:
    return Order("reconciler", manage("tick", "--loop"), environ, cwd=ROOT)


def has_command(name: str) -> bool:
    """Asked of the files: the runner does not load Django."""
    return any(ROOT.glob(f"*/management/commands/{name}.py"))


def is_named(name: str) -> bool:
    """Does the environment say where this service is?"""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))
