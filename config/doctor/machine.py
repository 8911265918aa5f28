"""Can this machine carry the installation: Python, packages, disk, time zones, Chromium, languages?"""

import os
import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from config.check_steps.translations import incomplete
from config.doctor.finding import Finding, Level, Patient, told

DISK_BLOCK_MB, DISK_NOTE_MB = 200, 1000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def python(patient: Patient) -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    return told("python", sys.version_info >= (3, 11), found, "3.11 or newer", "install Python 3.11 and `make setup`.")


def packages(patient: Patient) -> Finding:
    """Against the lock file of what is installed: core alone, or with the embedded servers."""
    lock = patient.root / ("requirements.txt" if patient.embedded else "requirements-core.txt")
    differing = []
    for pinned in pins(lock.read_text(encoding="utf-8")):
        wanted = str(pinned.specifier).removeprefix("==")
        try:
            found = version(pinned.name)
        except PackageNotFoundError:
            found = "missing"
        if found != wanted:
            differing.append(f"{pinned.name} {found} instead of {wanted}")
    shown = "; ".join(differing[:5]) + (f" and {len(differing) - 5} more" if len(differing) > 5 else "")
    return told("packages", not differing, shown or "as locked", lock.name, "run `make setup`.")


def pins(text: str) -> list[Requirement]:
    """The pinned packages that this platform needs."""
    found = []
    for line in re.findall(r"^[A-Za-z0-9][^\\\n]*", text, re.MULTILINE):
        try:
            pinned = Requirement(line.strip())
        except InvalidRequirement:
            continue
        if pinned.marker is None or pinned.marker.evaluate():
            found.append(pinned)
    return found


def disk(patient: Patient) -> Finding:
    free_mb = shutil.disk_usage(patient.place.state if patient.place.state.exists() else patient.root).free // 1024**2
    bad = Level.BLOCKER if free_mb < DISK_BLOCK_MB else Level.NOTE
    fine = free_mb >= DISK_NOTE_MB
    return told("disk", fine, f"{free_mb} MB free", f"{DISK_NOTE_MB} MB", "free some space.", bad=bad)


def time_zones(patient: Patient) -> Finding:
    """Old rules put a customer's local hour at the wrong instant."""
    found = _zone_release()
    year = int(found[:4]) if found[:4].isdigit() else 0
    return told(
        "time_zones",
        year >= 2025,
        found or "release unknown",
        "tz database of 2025 or later",
        "update the system's tzdata package.",
        bad=Level.NOTE,
    )


def _zone_release() -> str:
    for folder in ("/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/lib/zoneinfo"):
        listing = Path(folder) / "tzdata.zi"
        if listing.is_file():
            with listing.open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version").strip()
    try:
        return version("tzdata")
    except PackageNotFoundError:
        return ""


def chromium(patient: Patient) -> Finding:
    named = patient.chromium or next((path for path in map(shutil.which, BROWSERS) if path), "")
    fine = bool(named) and os.access(named, os.X_OK)
    remedy = "install the package chromium, or name it in CHROMIUM; browser tests and screenshots wait for it."
    return told("chromium", fine, named or "not found", "a Chromium for browser tests", remedy, bad=Level.NOTE)


def languages(patient: Patient) -> Finding:
    missing = incomplete(patient.root)
    shown = f"{len(missing)} faults, the first: {missing[0]}" if missing else "complete"
    return told("languages", not missing, shown, "en, zh-Hans, ru complete", "complete `locale/`.", bad=Level.NOTE)


CHECKS = (python, packages, disk, time_zones, chromium, languages)
