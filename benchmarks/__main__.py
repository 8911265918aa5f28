"""How fast and how large is it, each figure beside a peer or the bare parts, in one run?

python -m benchmarks [NAME…]     writes var/bench/summary.json; exit 1 when a goal is missed
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import start
from benchmarks.result import Result

MEASURES: dict[str, Callable[[], list[Result]]] = {"start": start.measure}


def main(names: list[str]) -> int:
    results: list[Result] = []
    for name in names or MEASURES:
        print(f"— {name}", flush=True)
        found = MEASURES[name]()
        results += found
        print("\n".join(result.line() for result in found), flush=True)
    summary = Path(__file__).resolve().parent.parent / "var" / "bench" / "summary.json"
    summary.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    summary.write_text(json.dumps([result.as_json() for result in results], indent=1), encoding="utf-8")
    print(f"{summary}")
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
