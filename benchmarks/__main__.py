"""How fast and how large is it, each figure beside a peer or the bare parts, in one run?

python -m benchmarks [NAME…] [--scale X] [--to FILE]     writes var/bench/summary.json; exit 1 when a goal is missed
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import start
from benchmarks.bare_parts import ROOT
from benchmarks.result import Result
from benchmarks.workspace import workspace

Measure = Callable[[float], list[Result]]
NAMES = (
    "start",
    "planning",
    "planned",
    "queueing",
    "usage",
    "report",
    "affected",
    "ingest",
    "audit",
    "mail",
    "export",
    "resume",
    "imports",
    "day",
)
HUGE = "huge"  # an hour of a small machine: only when it is asked for
REPORT_EVENTS = DAY_EVENTS = 10_000_000  # at the usual size
AND_LARGER = (30_000_000,)  # what grows with events is measured on more of them, too
SUMMARY = ROOT / "var" / "bench" / "summary.json"


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *NAMES, HUGE], help=", ".join([*NAMES, HUGE]))
    parser.add_argument("--scale", type=float, default=1.0, help="how many times the usual size (default 1)")
    parser.add_argument("--to", type=Path, default=SUMMARY, metavar="FILE", help="where the figures go, as JSON")
    parser.add_argument(
        "--events", type=int, nargs="+", metavar="N", help="how many events the report and a new day are measured on"
    )
    parser.add_argument("--huge", action="store_true", help="a thousand million events, too: an hour and more")
    asked = parser.parse_args(argv)
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}", flush=True)
    wanted = [*(asked.names or NAMES), *([HUGE] if asked.huge else [])]
    results = reported("start", lambda _: start.measure(), asked.scale) if "start" in wanted else []
    if rest := [name for name in wanted if name != "start"]:
        with workspace():
            from benchmarks.measures import MEASURES  # noqa: PLC0415 - needs the settings

            for name in rest:
                for scale in _scales(name, asked.scale, asked.events):
                    results += reported(name, MEASURES[name], scale)
    return concluded(results, asked.to)


def _scales(name: str, scale: float, events: Sequence[int] | None) -> list[float]:
    """The report and a new day: on so many events, or at `scale` times each of the usual sizes."""
    usual = {"report": REPORT_EVENTS, "day": DAY_EVENTS}.get(name)
    if usual is None:
        return [scale]
    return [each / usual for each in events] if events else [scale * each / usual for each in (usual, *AND_LARGER)]


def concluded(results: Sequence[Result], target: Path) -> int:
    """Write the figures; 1 when one of them misses its goal."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.write_text(json.dumps([result.as_json() for result in results], indent=1) + "\n", encoding="utf-8")
    missed = sum(not result.ok for result in results)
    print(f"{len(results)} figures, {missed} miss their goal: {target}")
    return 1 if missed else 0


def reported(name: str, measure: Measure, scale: float) -> list[Result]:
    print(f"— {name}", flush=True)
    found = measure(scale)
    print("\n".join(result.line() for result in found), flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
