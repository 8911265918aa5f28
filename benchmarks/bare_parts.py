"""What would the same servers cost without a runner of ours? Started by hand, one after the other."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.processes import await_answer, free_port, pss_mb
from config.services.binaries import postgres_bin, valkey_server
from config.services.place import Place, make_for_services, place_of

ROOT = Path(__file__).resolve().parent.parent
EMPTY_SETTINGS = """SECRET_KEY, ROOT_URLCONF, ALLOWED_HOSTS = "x" * 50, "empty", ["*"]
DATABASES = {}
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
"""
EMPTY = """import os
from celery import Celery
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "empty_settings")
application = get_wsgi_application()
urlpatterns = [path("healthz", lambda request: HttpResponse("ok"))]
app = Celery("empty", broker=os.environ["BROKER"])
"""


@dataclass(slots=True)
class Parts:
    place: Place
    environ: dict[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *argv: str, cwd: Path = ROOT, as_server: bool = False) -> subprocess.Popen[bytes]:
        user = self.place.user
        child = subprocess.Popen(
            argv,
            cwd="/" if as_server else cwd,
            env=self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=user.uid if as_server and user.other else None,
            group=user.gid if as_server and user.other else None,
            process_group=0,
        )
        self.running.append(child)
        return child

    def init(self) -> None:
        data = self.place.state / "bare"
        data.mkdir(mode=0o700)
        if self.place.user.other:
            os.chown(data, self.place.user.uid, self.place.user.gid)
        flags = ["-U", "sunsetter", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        self.run(str(postgres_bin(self.place) / "initdb"), "-D", str(data), *flags, as_server=True).wait()

    def postgres(self) -> None:
        programs, sockets = postgres_bin(self.place), str(self.place.sockets)
        self.run(
            str(programs / "postgres"), "-D", str(self.place.state / "bare"), "-h", "", "-k", sockets, as_server=True
        )
        while self.run(str(programs / "pg_isready"), "-q", "-h", sockets).wait():
            time.sleep(0.02)

    def database(self) -> None:
        psql = [
            str(postgres_bin(self.place) / "psql"),
            "-h",
            str(self.place.sockets),
            "-U",
            "sunsetter",
            "-d",
            "postgres",
        ]
        roles = "CREATE ROLE sunsetter_portal; CREATE ROLE sunsetter_app LOGIN; GRANT sunsetter_portal TO sunsetter_app"
        for words in (roles, "CREATE DATABASE sunsetter"):
            self.run(*psql, "-c", words).wait()
        self.run(sys.executable, "manage.py", "migrate", "--verbosity=0").wait()

    def web(self, target: str = "config.wsgi:application", cwd: Path = ROOT) -> None:
        port = free_port()
        self.run(
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"),
            *("--blocking-threads", "4", target),
            cwd=cwd,
        )
        await_answer(f"http://127.0.0.1:{port}/healthz")

    def empty_project_mb(self) -> float:
        """Postgres runs already: add broker, worker and web of an empty project; PSS of all."""
        project = self.place.state / "empty"
        project.mkdir()
        (project / "empty.py").write_text(EMPTY, encoding="utf-8")
        (project / "empty_settings.py").write_text(EMPTY_SETTINGS, encoding="utf-8")
        socket = self.place.sockets / "bare.sock"
        self.environ |= {"PYTHONPATH": str(project), "BROKER": f"redis+socket://{socket}"}
        self.environ |= {"DJANGO_SETTINGS_MODULE": "empty_settings"}
        self.run(str(valkey_server(self.place)), "--port", "0", "--unixsocket", str(socket), "--save", "")
        self.web("empty:application", cwd=project)
        self.run(sys.executable, "-m", "celery", "-A", "empty", "worker", "--concurrency", "2", cwd=project)
        time.sleep(8)
        return sum(pss_mb(child.pid) for child in self.running if child.poll() is None)

    def stop(self) -> None:
        for child in reversed(self.running):
            if child.poll() is None:
                child.terminate()
        for child in self.running:
            child.wait()


@contextmanager
def bare_parts() -> Iterator[Parts]:
    place = place_of(Path(tempfile.gettempdir()) / f"sunsetter-bare-{secrets.token_hex(4)}")
    make_for_services(place)
    address = f"postgresql://sunsetter@/sunsetter?host={place.sockets}"
    environ = {**os.environ, "DATABASE_URL": address, "SUNSETTER_STATE": str(place.state), "ENVIRONMENT": "test"}
    parts = Parts(place, environ)
    try:
        yield parts
    finally:
        parts.stop()
        for directory in (place.data, place.state, place.sockets):
            shutil.rmtree(directory, ignore_errors=True)
