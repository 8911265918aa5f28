"""Is there what engines past one machine need? Installs their Python parts apart from the product's: `make scale`."""

import hashlib
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements-scale.txt"
VENV = ROOT / "var" / "scale" / "venv"
NOTE = VENV / "installed.sha256"
JAVA = 17


def main() -> int:
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if NOTE.exists() and NOTE.read_text(encoding="utf-8") == wanted:
        return 0
    print(f"Installing {LOCK.name} into {VENV.relative_to(ROOT)} …", flush=True)
    if not _installed():
        sys.stderr.write(f"{LOCK.name} could not be installed; see above. Is the package index reachable?\n")
        return 2
    NOTE.write_text(wanted, encoding="utf-8")
    return 0


def what_is_missing() -> str:
    """One sentence about the Java that Spark needs, which this cannot install; empty when it is there."""
    version = java_version()
    if version is not None and version >= JAVA:
        return ""
    said = "no Java was found" if version is None else f"Java {version} was found"
    return f"Spark was left out: it needs Java {JAVA} or newer on the PATH; {said}."


def java_version() -> int | None:
    java = shutil.which("java")
    if java is None:
        return None
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', said.stderr)
    return int(found[1]) if found else None


def _installed() -> bool:
    """uv when it is there and works (it is faster), else pip."""
    python = VENV / "bin" / "python"
    listed = ["--quiet", "--require-hashes", "-r", str(LOCK)]
    uv = shutil.which("uv")
    if uv and _ran([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]):
        return _ran([uv, "pip", "install", "--python", str(python), *listed])
    venv.create(VENV, clear=True, with_pip=True)
    return _ran([str(python), "-m", "pip", "install", "--disable-pip-version-check", *listed])


def _ran(words: list[str]) -> bool:
    return subprocess.run(words, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
