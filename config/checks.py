"""Is this tree fit to be handed on? Everything a reviewer would run, one line and a time per step.

python -m config.checks          all steps, then the tests
python -m config.checks --fix    repair what can be repaired
python -m config.checks --quick  all steps without the tests
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from config.check_steps import locked_requirements, translations

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
APPS = ("config", "console", "portal", "portability", "notifications", "analytics", "lifecycle")
TYPED = (*APPS, "tests", "demo", "benchmarks", "conftest.py", "manage.py")
_MEASURES = "analytics/engines/definitions/compiling.py"
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "MASTER_KEY": "f" * 64,
    "DATABASE_URL": "postgresql://sunsetter_app@127.0.0.1:1/nowhere",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://127.0.0.1:1",
    "PUBLIC_URL": "https://sunsetter.example",
    "DOWNLOAD_URL": "https://files.sunsetter.example",
    "ALLOWED_HOSTS": "sunsetter.example",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Either a command, or a function that answers with one line per fault."""

    name: str
    words: tuple[str, ...] = ()
    ask: Callable[[Path], list[str]] | None = None
    environ: dict[str, str] = field(default_factory=dict)

    def run(self) -> tuple[bool, float, str]:
        began = time.monotonic()
        if self.ask:
            faults = self.ask(ROOT)
            return not faults, time.monotonic() - began, "\n".join(faults)
        environ = {**os.environ, **self.environ}
        done = subprocess.run(self.words, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        return done.returncode == 0, time.monotonic() - began, f"{done.stdout}{done.stderr}".strip()


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.checks", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--fix", action="store_true", help="repair what can be repaired, check nothing")
    parser.add_argument("--quick", action="store_true", help="leave the tests out")
    asked = parser.parse_args(words)
    if asked.fix:
        return _fix()
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = [(step, pool.submit(step.run)) for step in steps()]
        for step, future in running:
            fine, took, said = future.result()
            print(f"{'ok  ' if fine else 'FAIL'} {took:6.1f} s  {step.name}", flush=True)
            if not fine:
                failed.append(step.name)
                print("\n".join(f"       {line}" for line in said.splitlines()[-60:]), flush=True)
    if not asked.quick and not _tests():
        failed.append("tests")
    print(f"make check: {'failed: ' + ', '.join(failed) if failed else 'everything holds'}", flush=True)
    return 1 if failed else 0


def steps() -> list[Step]:
    """The slow one first; the lines come in this order."""
    typed = tuple(each for each in TYPED if (ROOT / each).exists())
    found = [
        Step("mypy --strict", (_tool("mypy"), *typed)),
        Step("locked requirements match their source", ask=locked_requirements.faults),
        Step("ruff format --check", (_tool("ruff"), "format", "--check", "--quiet", ".")),
        Step("ruff check", (_tool("ruff"), "check", "--quiet", ".")),
        Step("lint-imports", (_tool("lint-imports"), "--no-cache")),
        Step("djhtml --check", (_tool("djhtml"), "--check", "templates")),
        Step("manage.py check --deploy", _manage("check", "--deploy", "--fail-level", "WARNING"), environ=PRODUCTION),
        Step("makemigrations --check", _manage("makemigrations", "--check", "--dry-run")),
        Step("compiled measures", (sys.executable, _MEASURES, "--check"), environ={"PYTHONPATH": str(ROOT)}),
        Step("translations complete", ask=translations.faults),
    ]
    if any(ROOT.glob("*/management/commands/generate_docs.py")):
        found.append(Step("generated docs without difference", _manage("generate_docs", "--check")))
    return found


def _tests() -> bool:
    began = time.monotonic()
    print("tests", flush=True)
    done = subprocess.run([sys.executable, "-m", "pytest", "-n", "2"], cwd=ROOT, check=False)
    fine = done.returncode == 0
    print(f"{'ok  ' if fine else 'FAIL'} {time.monotonic() - began:6.1f} s  tests", flush=True)
    return fine


def _fix() -> int:
    repairs = [
        (_tool("ruff"), "check", "--fix", "--quiet", "."),
        (_tool("ruff"), "format", "--quiet", "."),
        (_tool("djhtml"), "templates"),
        _manage("generate_docs"),
    ]
    return max(subprocess.run(words, cwd=ROOT, check=False).returncode for words in repairs)


def _tool(name: str) -> str:
    return str(BIN / name)


def _manage(*words: str) -> tuple[str, ...]:
    return (sys.executable, "manage.py", *words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
