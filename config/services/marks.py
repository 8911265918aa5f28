"""Is the process with this number still the one that we started?"""

import subprocess
from pathlib import Path

_PROC = Path("/proc")


def mark_of(pid: int) -> str:
    """A text that no other process with the same number can have; empty when it is gone or a zombie."""
    if not (_PROC / "self").exists():
        return _listed(pid)
    try:
        fields = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else f"{boot} {fields[19]}"


def _listed(pid: int) -> str:
    """For systems without /proc."""
    command = ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 - fixed
    status, _, started = listed.partition(" ")
    return "" if status.startswith("Z") else started.strip()
