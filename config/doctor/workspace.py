"""Is the state directory private, are its sockets short, its keys there, its processes accounted for?"""

import os
import stat
from pathlib import Path

from config.doctor.finding import Finding, Level, Patient, told
from config.services.family import alive, noted
from config.services.lock import Held, WorkspaceLock
from config.services.place import SOCKETS_LIMIT
from config.services.server_user import barred_at


def state_directory(patient: Patient) -> Finding:
    place, wanted = patient.place, "a directory of this account, closed to others"
    if not place.state.is_dir():
        remedy = "run `make run` once, or set SUNSETTER_STATE."
        return Finding("state_directory", Level.UNKNOWN, f"{place.state} does not exist", wanted, remedy)
    found = place.state.stat()
    mode = stat.S_IMODE(found.st_mode)
    shared = place.user.other and mode == 0o710 and found.st_gid == place.user.gid
    fine = found.st_uid == os.getuid() and (not mode & 0o077 or shared)
    bad = Level.BLOCKER if found.st_uid != os.getuid() else Level.NOTE
    measured = f"{place.state} of uid {found.st_uid}, mode {mode:04o}"
    return told("state_directory", fine, measured, wanted, f"chown it, and `chmod 700 {place.state}`.", bad=bad)


def private_files(patient: Patient) -> Finding:
    """Passwords and keys: nobody else may read them, however open the directory above is."""
    folder = patient.place.secrets
    if not folder.is_dir():
        return Finding("private_files", Level.UNKNOWN, f"{folder} does not exist", "0700", "run `make run` once.")
    open_ones = [each for each in (folder, *folder.iterdir()) if _is_open(each)]
    shown = ", ".join(map(str, open_ones))
    wanted = "this account's, mode 0700 and 0600"
    return told("private_files", not open_ones, shown or "private", wanted, "close them with `chmod go-rwx`.")


def _is_open(path: Path) -> bool:
    found = path.stat()
    return bool(found.st_mode & 0o077) or found.st_uid != os.getuid()


def account(patient: Patient) -> Finding:
    user = patient.place.user
    if not user.other:
        return told("account", True, f"uid {user.uid}", "an ordinary account", "")
    barred = barred_at(patient.place.data, user) if patient.place.data.exists() else None
    if barred:
        remedy = "choose another SUNSETTER_STATE or SUNSETTER_USER."
        return Finding("account", Level.BLOCKER, f"{user.name} may not enter {barred}", "a way to the data", remedy)
    bad = Level.BLOCKER if patient.environment == "production" else Level.NOTE
    measured = f"root, servers as {user.name}"
    return told("account", False, measured, "an ordinary account", "run it as one, if you can.", bad=bad)


def socket_path(patient: Patient) -> Finding:
    sockets = patient.place.sockets
    size_bytes = len(os.fsencode(sockets))
    measured = f"{sockets}, {size_bytes} bytes"
    fine = size_bytes <= SOCKETS_LIMIT
    if sockets.exists():
        found = sockets.lstat()
        fine &= stat.S_ISDIR(found.st_mode) and found.st_uid == patient.place.user.uid
        fine &= not stat.S_IMODE(found.st_mode) & 0o077
        measured += f", uid {found.st_uid}, mode {stat.S_IMODE(found.st_mode):04o}"
    wanted = f"at most {SOCKETS_LIMIT} bytes, private to {patient.place.user.name}"
    return told(
        "socket_path", fine, measured, wanted, "remove it, or set XDG_RUNTIME_DIR to a short private directory."
    )


def keys(patient: Patient) -> Finding:
    """Of production and staging: given, long, and not one for both uses."""
    faults = []
    if len(patient.secret_key) < 40 or patient.secret_key.startswith("only-for-building"):
        faults.append("SECRET_KEY is not set")
    if len(patient.master_key) < 32:
        faults.append("MASTER_KEY is not set")
    if patient.secret_key == patient.master_key:
        faults.append("SECRET_KEY and MASTER_KEY are the same")
    bad = Level.BLOCKER if patient.environment in {"production", "staging"} else Level.UNKNOWN
    remedy = "set both from a secret store; `make run` makes its own."
    return told("keys", not faults, "; ".join(faults) or "present and apart", "two keys of their own", remedy, bad=bad)


def stale_processes(patient: Patient) -> Finding:
    """Children of a runner that is gone."""
    wanted = "none that the runner does not watch"
    left = alive(noted(patient.place.state))
    if not left or _is_held(patient.place.state):
        return told("stale_processes", True, f"{len(left)} watched" if left else "none", wanted, "")
    shown = ", ".join(f"{member.name} {member.pid}" for member in left)
    return told("stale_processes", False, shown, wanted, "start `make run`: it stops them first.")


def _is_held(state: Path) -> bool:
    lock = WorkspaceLock(state)
    try:
        lock.take()
    except Held:
        return True
    lock.release()
    return False


CHECKS = (state_directory, private_files, account, socket_path, keys, stale_processes)
