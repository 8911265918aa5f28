"""How do the roll-up rows that a warehouse gave become a file, and which of its actions do not count?"""

from collections.abc import Sequence
from pathlib import Path

from analytics.engines.duckdb.session import file_list, open_session, texts

COLUMNS = ("day", "slot", "module", "account", "user", "source", "events", "quantity", "first_at", "last_at")


def write_pulled(rows: Path, target: Path, *, scratch: Path) -> int:
    """From one JSON object per line to a finished file; returns its rows. Columns: those of a roll-up file."""
    with open_session(scratch) as session:
        session.set(pulled=file_list([rows]))
        session.run("pulled_rows")
        return session.copy("FROM pulled_rows ORDER BY module, account, slot", target)


def is_less(before: Path, now: Path, *, scratch: Path) -> bool:
    """Was anything taken away from a day between two of its files? False where it only gained."""
    with open_session(scratch) as session:
        ((found,),) = session.run("pulled_less", before=file_list([before]), now=file_list([now]))
    return bool(found)


def actions_left_out(actions: Sequence[str], patterns: Sequence[str], *, scratch: Path) -> list[str]:
    """As the roll-up of events reads the same patterns."""
    with open_session(scratch) as session:
        return texts(session.run("actions_left_out", actions=list(actions), patterns=list(patterns)))
