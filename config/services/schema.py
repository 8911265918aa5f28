"""Has this workspace's database the tables that the code expects?

Asked of files and of the database itself, without Django: a warm start need not load it just to hear "nothing to do".
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from config.services.embedded import Embedded
from config.services.family import Order
from config.services.problems import ServiceProblem
from config.services.roles import DATABASE

ROOT = Path(__file__).resolve().parents[2]
_APPLIED = "SELECT coalesce(json_agg(app || '/' || name), '[]') FROM django_migrations"


def migrate_when_needed(embedded: Embedded, environ: Mapping[str, str], *, log: Path) -> None:
    """As the owner. Raises ServiceProblem."""
    mark, installed = embedded.place.state / "schema", _installed()
    if mark.is_file() and mark.read_text(encoding="utf-8") == installed and _ours_are_applied(embedded):
        return
    owner = {**environ, "DATABASE_URL": environ.get("DATABASE_OWNER_URL") or environ["DATABASE_URL"]}
    argv = [sys.executable, str(ROOT / "manage.py"), "migrate", "--skip-checks", "--verbosity=0"]
    with log.open("ab") as stream:
        child = embedded.family.spawn(Order("migrate", argv, owner, cwd=ROOT), log=stream)
    try:
        child.wait()
    finally:
        embedded.family.stop("migrate", child)
    if child.returncode:
        raise ServiceProblem(f"`manage.py migrate` failed. The end of {log}:\n{last_lines(log)}")
    mark.write_text(installed, encoding="utf-8")


def last_lines(log: Path, count: int = 15) -> str:
    """Indented, for a message."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in lines[-count:])


def _ours_are_applied(embedded: Embedded) -> bool:
    if not embedded.database:
        return False  # a database that somebody named: Django asks it itself
    wanted = {f"{file.parent.parent.name}/{file.stem}" for file in ROOT.glob("*/migrations/[0-9]*.py")}
    try:
        applied = set(json.loads(embedded.postgres.ask(_APPLIED, database=DATABASE)))
    except (ServiceProblem, ValueError):  # no table yet
        return False
    return wanted <= applied


def _installed() -> str:
    """Changes with every installed library, for some bring tables of their own."""
    libraries = sorted(each.name for each in _library_folder().glob("*.dist-info"))
    return hashlib.sha256("\n".join(libraries).encode()).hexdigest()


def _library_folder() -> Path:
    return next((Path(each) for each in sys.path if each.endswith("site-packages")), ROOT)
