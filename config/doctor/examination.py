"""What is wrong with this installation, and what is to be done about it?"""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings

from config import environment
from config.doctor import database, machine, notices, surroundings, workspace
from config.doctor.finding import EXIT, Finding, Level, Patient
from config.services.for_command import state_directory
from config.services.place import place_of


def patient_here() -> Patient:
    """As the settings have it."""
    place, default = place_of(state_directory()), settings.DATABASES["default"]
    unnamed = "127.0.0.1", "1"  # what settings take when nobody names a database
    return Patient(
        root=settings.BASE_DIR,
        place=place,
        environment=settings.ENVIRONMENT,
        database_url=_address(default),
        redis_url=settings.REDIS_URL,
        mail=settings.MAIL,
        storage_url=settings.STORAGE_URL,
        secret_key=settings.SECRET_KEY,
        master_key=environment.secret("MASTER_KEY", ""),
        chromium=environment.text("CHROMIUM", ""),
        embedded=default["HOST"] == str(place.sockets) or (default["HOST"], default["PORT"]) == unnamed,
    )


def examine(patient: Patient) -> list[Finding]:
    """Every check, also when those before it failed."""
    found: list[Finding] = []
    for check in (*machine.CHECKS, *workspace.CHECKS):
        found += _guarded(check.__name__, partial(_single, check, patient))
    found += _guarded("database", partial(database.examine, patient))
    for check in (*surroundings.CHECKS, *notices.CHECKS):
        found += _guarded(check.__name__, partial(_single, check, patient))
    return found


def exit_code(found: list[Finding]) -> int:
    """0 fine, 1 something could not be checked, 2 something blocks."""
    return max((EXIT[finding.level] for finding in found), default=0)


def _single(check: Callable[[Patient], Finding], patient: Patient) -> list[Finding]:
    return [check(patient)]


def _guarded(name: str, ask: Callable[[], list[Finding]]) -> list[Finding]:
    """A check that breaks is itself a finding, and the others go on."""
    try:
        return ask()
    except Exception as problem:
        reason = f"{type(problem).__name__}: {problem}"
        return [Finding(name, Level.UNKNOWN, reason, "an answer", "read the sentence; report it when it says nothing.")]


def _address(database: dict[str, Any]) -> str:
    """For psycopg, which the doctor asks directly: Django would wait and retry."""
    options = {"host": database["HOST"], **database.get("OPTIONS", {})}
    plain = {name: value for name, value in options.items() if isinstance(value, str)}
    if database["PORT"]:
        plain["port"] = database["PORT"]
    who = f"{quote(database['USER'], safe='')}:{quote(database['PASSWORD'], safe='')}"
    return f"postgresql://{who}@/{quote(database['NAME'], safe='')}?{urlencode(plain)}"
