"""Where does a workspace keep its files, data and sockets?

    var/            the state directory (SUNSETTER_STATE), 0700; for root 0710 with the servers' group
      lock run.json secrets/ log/ files/ postgres/

Servers of another account cannot enter a state directory below, say, /root: then `postgres` is a link to a
directory of ours under /var/lib. Sockets live in a short private directory, for their paths are limited.
"""

import hashlib
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from config.services.problems import ServiceProblem
from config.services.server_user import ServerUser, barred_at, give_to, server_user

SOCKETS_LIMIT = 80  # bytes; the system's limit for the whole path is 107 (Linux) or 103 (macOS)
_HOMES = (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))  # noqa: S108 - the directory made there has a random name


@dataclass(frozen=True, slots=True)
class Place:
    state: Path
    sockets: Path
    user: ServerUser

    @property
    def secrets(self) -> Path:
        return self.state / "secrets"

    @property
    def log(self) -> Path:
        return self.state / "log"

    @property
    def cluster(self) -> Path:
        """The database's data directory; may be a link (see the module)."""
        return self.state / "postgres"

    @property
    def data(self) -> Path:
        """The directory that holds the real data directory and can be entered by the servers."""
        return self.cluster.resolve().parent


def place_of(state: Path) -> Place:
    """Names only; nothing is made."""
    whole, user = state.resolve(), server_user()
    return Place(whole, _sockets(whole, user), user)


def make_state(place: Place) -> None:
    """Make what is missing, private from the start; never change what was there."""
    if not place.state.exists():
        place.state.mkdir(mode=0o700, parents=True)
        if place.user.other:
            os.chown(place.state, -1, place.user.gid)
            place.state.chmod(0o710)
    for directory in (place.secrets, place.log):
        directory.mkdir(mode=0o700, exist_ok=True)


def make_for_services(place: Place) -> None:
    """What only embedded services need; for the holder of the lock."""
    make_state(place)
    _settle_data(place)
    _make_sockets(place)


def _make_sockets(place: Place) -> None:
    """A directory that exists must be a real one, the servers' own, closed to others; else refuse."""
    try:
        place.sockets.mkdir(mode=0o700)
    except FileExistsError:
        found = place.sockets.lstat()
        sound = stat.S_ISDIR(found.st_mode) and found.st_uid == place.user.uid and stat.S_IMODE(found.st_mode) == 0o700
        if not sound:
            raise ServiceProblem(
                f"{place.sockets}: is there, but is not a private directory of {place.user.name}; remove it."
            ) from None
    else:
        give_to(place.sockets, place.user)


def _settle_data(place: Place) -> None:
    if place.cluster.is_symlink() or place.cluster.exists() or not place.user.other:
        return
    if barred_at(place.state, place.user) is None:
        return
    for home in _HOMES:
        if home.is_dir() and barred_at(home, place.user) is None:
            elsewhere = home / f"sunsetter-{secrets.token_hex(6)}"
            elsewhere.mkdir(mode=0o711)
            elsewhere.chmod(0o711)
            place.cluster.symlink_to(elsewhere / "postgres")
            return
    raise ServiceProblem(
        f"{barred_at(place.state, place.user)}: {place.user.name} may not enter it and the database runs as "
        f"{place.user.name}; choose another SUNSETTER_STATE or SUNSETTER_USER."
    )


def _sockets(state: Path, user: ServerUser) -> Path:
    mark = hashlib.sha256(os.fsencode(state)).hexdigest()[:12]
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    if session and not user.other and re.fullmatch(r"/[\w./-]+", session, re.ASCII) and Path(session).is_dir():
        near = Path(session) / f"sunsetter-{mark}"
        if len(os.fsencode(near)) <= SOCKETS_LIMIT:
            return near
    return Path(f"/tmp/sunsetter-{user.uid}-{mark}")  # noqa: S108 - ownership and mode are checked before use
