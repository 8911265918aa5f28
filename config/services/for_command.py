"""How does one command of `manage.py` reach a database when nobody gave it an address?"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.services.embedded import Embedded, environ_of
from config.services.local_secrets import made_once
from config.services.lock import Held, WorkspaceLock
from config.services.place import Place, make_state, place_of
from config.services.postgres import Postgres
from config.services.problems import ServiceProblem
from config.services.schema import migrate_when_needed

WITHOUT_DATABASE = frozenset(
    [
        *("check", "makemigrations", "makemessages", "compilemessages", "collectstatic", "diffsettings", "startapp"),
        *("generate_docs", "doctor", "up", "help", "version", "--help", "-h", "--version"),
    ]
)
AS_OWNER = frozenset({"migrate", "makemigrations", "sqlmigrate"})
PATIENCE_S = 60.0


def state_directory() -> Path:
    default = Path(__file__).resolve().parents[2] / "var"
    return Path(os.environ.get("SUNSETTER_STATE") or default).expanduser().absolute()


@contextmanager
def services_for(command: str) -> Iterator[None]:
    """Use what the environment names, else the running services of the workspace, else our own for this command."""
    with _addresses(command):
        owner = os.environ.get("DATABASE_OWNER_URL")
        if command in AS_OWNER and owner:
            os.environ["DATABASE_URL"] = owner
        yield


@contextmanager
def _addresses(command: str) -> Iterator[None]:
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        yield
        return
    place = place_of(state_directory())
    if command in WITHOUT_DATABASE:
        if command == "doctor" and place.secrets.is_dir():  # it looks at what runs, and starts nothing
            _give(place)
        yield
        return
    make_state(place)
    _give(place)
    embedded = _started_unless_running(place, migrated=command not in AS_OWNER)
    try:
        yield
    finally:
        if embedded:
            embedded.stop()


def _give(place: Place) -> None:
    given = local_environ(place)
    os.environ.update({name: value for name, value in given.items() if name not in os.environ})


def local_environ(place: Place) -> dict[str, str]:
    """Addresses and keys of a workspace that makes its own."""
    keys = {"SECRET_KEY": made_once(place.secrets, "django"), "MASTER_KEY": made_once(place.secrets, "master")}
    return {**environ_of(place), **keys}


def _say(sentence: str) -> None:
    """Standard output is for the command's own answer."""
    sys.stderr.write(f"{sentence}\n")


def _started_unless_running(place: Place, *, migrated: bool) -> Embedded | None:
    """None when a running `make run` serves us; another command is waited for, it ends by itself."""
    lock, end, told = WorkspaceLock(place.state), time.monotonic() + PATIENCE_S, False
    while True:
        try:
            lock.take()
            break
        except Held as held:
            if held.holder.address and Postgres.answers_at(place):
                return None
            if time.monotonic() > end:
                raise ServiceProblem(f"{place.state}: process {held.holder.pid} holds it; wait or stop it.") from None
            if not told:
                _say(f"Waiting for process {held.holder.pid}, which uses {place.state} …")
                told = True
            time.sleep(0.1)
    embedded = Embedded(place, say=_say)
    embedded.start()
    try:
        if migrated:  # every command can be tried in an empty folder
            migrate_when_needed(embedded, os.environ, log=place.log / "migrate.log")
    except BaseException:
        embedded.stop()
        raise
    return embedded
