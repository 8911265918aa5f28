"""Does the checked-in SQL of every engine say what the definitions say? Build time only: `make measures`.

python -m analytics.engines.definitions.compiling                    write it anew
python -m analytics.engines.definitions.compiling --check [ENGINE…]  exit 1 where it differs, is no SQL or left over
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import ibis
import sqlglot
import sqlglot.expressions

from analytics.engines.definitions import accounts, around, pulling, series
from analytics.engines.definitions.steps import STEPS
from analytics.engines.portable.measures import AROUND, DIALECTS, ENGINES, OF_EVENTS, PULLING, REPORT

HEAD = "-- Compiled by `make measures` from analytics/engines/definitions: change it there.\n"
PARTS = (series, accounts, around, pulling)


def compiled(engine: str) -> dict[Path, str]:
    """What each of its files has to hold, by its path."""
    folder = ENGINES / engine / "compiled"
    dialect = DIALECTS[engine]
    return {folder / f"{name}.sql": f"{HEAD}{ibis.to_sql(each, dialect=dialect)}\n" for name, each in STEPS.items()}


def differing(engine: str) -> Iterator[Path]:
    """Files that hold something else, are absent or left over, or that the engine's parser does not read."""
    wanted = compiled(engine)
    for path, text in wanted.items():
        parsed = sqlglot.parse_one(text, dialect="spark" if engine == "spark" else engine)
        if (
            not path.exists()
            or path.read_text(encoding="utf-8") != text
            or not isinstance(parsed, sqlglot.expressions.Query)
        ):
            yield path
    yield from sorted(set((ENGINES / engine / "compiled").glob("*.sql")) - set(wanted))


def write(engine: str) -> None:
    wanted = compiled(engine)
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in set((ENGINES / engine / "compiled").glob("*.sql")) - set(wanted):
        path.unlink()


def main(argv: Sequence[str]) -> int:
    if list(STEPS) != [*REPORT, *AROUND, *OF_EVENTS, *PULLING]:
        sys.stdout.write("analytics/engines/portable/measures.py: other steps than those of the definitions\n")
        return 1
    if "--check" not in argv:
        for engine in DIALECTS:
            write(engine)
        return 0
    found = [path for engine in [each for each in argv if each in DIALECTS] or DIALECTS for path in differing(engine)]
    sys.stdout.writelines(f"{path.relative_to(ENGINES.parents[1])}\n" for path in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
