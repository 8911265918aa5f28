"""Does each lock file pin, with hashes, exactly what its source asks for?

Asked without a network: a compiled file that is older than its source shows as a missing, a forbidden or a left-over
package.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = {
    "requirements-core.txt": ("requirements/core.in",),
    "requirements.txt": ("requirements/core.in", "requirements/local.in"),
    "requirements-dev.txt": ("requirements/dev.in",),
    "requirements-scale.txt": ("requirements/scale.in",),
}
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)")


@dataclass(slots=True)
class Pin:
    version: str
    hashes: int = 0
    sources: set[str] = field(default_factory=set)


def faults(root: Path) -> list[str]:
    return [fault for lock, sources in LOCKS.items() for fault in _of_lock(root, lock, sources)]


def _of_lock(root: Path, lock: str, sources: tuple[str, ...]) -> list[str]:
    if not (root / lock).is_file():
        return [f"{lock}: missing"]
    pins = pins_of((root / lock).read_text(encoding="utf-8"))
    asked = [requirement for source in sources for requirement in requirements_of(root, source)]
    found = [f"{lock}: {name} has no hash" for name, pin in pins.items() if not pin.hashes]
    for requirement in asked:
        pin = pins.get(canonicalize_name(requirement.name))
        if pin is None:
            if requirement.marker is None or requirement.marker.evaluate():
                found.append(f"{lock}: {requirement} is not pinned; compile it again")
        elif not requirement.specifier.contains(Version(pin.version), prereleases=True):
            found.append(f"{lock}: pins {requirement.name} {pin.version}, but the source asks for {requirement}")
    names = {canonicalize_name(requirement.name) for requirement in asked}
    found += [
        f"{lock}: {name} is pinned for {', '.join(sorted(pin.sources))}, which no longer asks for it"
        for name, pin in pins.items()
        if pin.sources and name not in names
    ]
    return found


def pins_of(text: str) -> dict[str, Pin]:
    """By normalized name; `sources` are the .in files that ask for it directly."""
    pins: dict[str, Pin] = {}
    last = Pin("")
    for line in text.splitlines():
        match = _PIN.match(line)
        if match:
            last = pins.setdefault(canonicalize_name(match[1]), Pin(match[2]))
        elif "--hash=" in line:
            last.hashes += 1
        elif asked := re.search(r"-r (\S+\.in)", line):
            last.sources.add(asked[1])
    return pins


def requirements_of(root: Path, source: str) -> list[Requirement]:
    """With those of the files that it includes."""
    found: list[Requirement] = []
    for line in (root / source).read_text(encoding="utf-8").splitlines():
        wanted = line.partition(" #")[0].strip()
        if wanted.startswith("-r "):
            included = (root / source).parent / wanted.removeprefix("-r ").strip()
            found += requirements_of(root, str(included.relative_to(root)))
        elif wanted and not wanted.startswith(("#", "-")):
            found.append(Requirement(wanted))
    return found
