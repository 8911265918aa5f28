"""Are the pinned requirements installed? Run by any Python 3.11 or newer, before there is a virtual environment.

    python3 config/runner/install.py requirements.txt

Skipped when the file is the one that was installed last. Every package is checked against its recorded hash.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
NOTE = VENV / "installed.json"
WHOLE = "requirements-dev.txt"  # holds the others


def main(name: str) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file meets whatever Python is there
        sys.stderr.write("Sunsetter needs Python 3.11 or newer: install one and run `make PYTHON=python3.11 …`.\n")
        return 1
    wanted, done = _digest(name), _noted()
    if _is_usable() and (done.get(name) == wanted or (WHOLE in done and done[WHOLE] == _digest(WHOLE))):
        return 0
    print(f"Installing {name} into .venv …", flush=True)
    problem = _install(name)
    if problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    NOTE.write_text(json.dumps({**_noted(), name: wanted}), encoding="utf-8")
    return 0


def _install(name: str) -> str:
    """Empty when it worked. uv when it is there and works (it is faster), else pip."""
    uv = shutil.which("uv")
    python = str(VENV / "bin" / "python")
    if uv and _ran([uv, "--version"], quiet=True):
        made = _is_usable() or _ran([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
        words = [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", name]
        if made and _ran(words):
            return ""
    if not _has_pip(python) and not _ran([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        return "No virtual environment could be made: install uv, or the package python3-venv of your system."
    words = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", name]
    return "" if _ran(words) else f"{name} could not be installed; see above. Is the package index reachable?"


def _is_usable() -> bool:
    """False also when the checkout was moved, or its Python is gone."""
    python = VENV / "bin" / "python"
    return python.exists() and _ran([str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], quiet=True)


def _has_pip(python: str) -> bool:
    return Path(python).exists() and _ran([python, "-m", "pip", "--version"], quiet=True)


def _ran(words: list[str], *, quiet: bool = False) -> bool:
    sink = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(words, cwd=ROOT, stdout=sink, stderr=sink, check=False).returncode == 0
    except OSError:
        return False


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def _noted() -> dict[str, str]:
    try:
        return dict(json.loads(NOTE.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
