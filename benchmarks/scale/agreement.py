"""Does every figure of an engine equal the product's DuckDB?"""

from pathlib import Path

import duckdb

_TABLE = """
SELECT {columns} FROM read_parquet('{files}')
"""


def differing(own: Path, other: Path) -> tuple[int, int]:
    """Rows of the first, and rows that only one of them has. Kinds of numbers may be the engine's own."""
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "2GB"}) as engine:
        kinds = engine.execute(f"DESCRIBE FROM read_parquet('{own}')").fetchall()
        columns = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind, *_ in kinds)
        mine, theirs = (_TABLE.format(columns=columns, files=files) for files in (own, other))
        count = engine.execute(f"SELECT count(*) FROM ({mine})").fetchone()  # noqa: S608 - files of ours
        only = engine.execute(
            f"SELECT count(*) FROM (({mine} EXCEPT ALL {theirs}) UNION ALL ({theirs} EXCEPT ALL {mine}))"  # noqa: S608 - ours
        ).fetchone()
    assert count
    assert only
    return int(count[0]), int(only[0])
