"""Which account do the database servers run as, and what may it reach?"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from config.services.problems import ServiceProblem


@dataclass(frozen=True, slots=True)
class ServerUser:
    """`other` is true when it is not us: only root can and must change over (Postgres refuses uid 0)."""

    uid: int
    gid: int
    name: str
    other: bool


def server_user() -> ServerUser:
    """Ourselves; for root the account named by SUNSETTER_USER, else `nobody`."""
    if os.getuid() != 0:
        return ServerUser(os.getuid(), os.getgid(), str(os.getuid()), other=False)
    name = os.environ.get("SUNSETTER_USER") or "nobody"
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        raise ServiceProblem(f"SUNSETTER_USER: there is no account {name!r} on this machine; name one.") from None
    if found.pw_uid == 0:
        raise ServiceProblem("SUNSETTER_USER: PostgreSQL refuses to run as root; name an ordinary account.")
    return ServerUser(found.pw_uid, found.pw_gid, name, other=True)


def barred_at(path: Path, user: ServerUser) -> Path | None:
    """The first directory on the way to `path` (itself included) that `user` may not enter."""
    whole = path.resolve()
    for directory in (*reversed(whole.parents), whole):
        if directory.is_dir() and not _may_enter(directory.stat(), user):
            return directory
    return None


def give_to(path: Path, user: ServerUser) -> None:
    """Hand over a directory or file that we have just made."""
    if user.other:
        os.chown(path, user.uid, user.gid)


def _may_enter(found: os.stat_result, user: ServerUser) -> bool:
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)
