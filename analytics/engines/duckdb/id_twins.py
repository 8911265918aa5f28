"""Which ids of a module's users are twins, from the roll-up files?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.floods import mark
from analytics.engines.duckdb.session import file_list, open_session, whole
from analytics.rules.floods import Flagged
from analytics.rules.id_twins import SHOWN, IdTwins, Twins


def find_id_twins(
    files: Sequence[Path], *, module: str, as_of: date, flagged: Sequence[Flagged], scratch: Path
) -> IdTwins:
    """Who floods is no user, and no twin."""
    if not files:
        return IdTwins(module, as_of)
    with open_session(scratch) as session:
        session.set(files=file_list(files), module=module, as_of=as_of)
        session.run("usage_view")
        mark(session, flagged)
        rows = session.run("id_twins", shown=SHOWN)
    if not rows:
        return IdTwins(module, as_of)
    first = tuple(Twins(str(account), _texts(ids)) for account, ids, _, _ in rows)
    return IdTwins(module, as_of, people=whole(rows[0][2]), surplus=whole(rows[0][3]), first=first)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {value!r}")
    return tuple(map(str, value))
