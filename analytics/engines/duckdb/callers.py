"""Through what was a module used, from the events themselves?"""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from analytics.engines.duckdb.floods import mark
from analytics.engines.duckdb.rollup import Exclusion
from analytics.engines.duckdb.session import Row, file_list, instant, open_session, whole
from analytics.rules.callers import Callers, CallerUse, split_version
from analytics.rules.floods import Flagged


def measure_callers(
    files: Sequence[Path],
    *,
    module: str,
    as_of: date,
    days: int,
    exclusions: Sequence[Exclusion],
    flagged: Sequence[Flagged],
    scratch: Path,
) -> Callers:
    """The last `days` UTC days up to `as_of`. `files` are event files; excluded actions do not count, and who floods
    is no user.
    """
    if not files:
        return Callers(module, as_of, days, ())
    with open_session(scratch) as session:
        session.run(
            "exclusions",
            sources=[each.source for each in exclusions],
            patterns=[each.pattern for each in exclusions],
        )
        mark(session, flagged)
        first = as_of - timedelta(days=days - 1)
        rows = session.run("callers", files=file_list(files), module=module, first=first, last=as_of)
    return Callers(module, as_of, days, tuple(caller_of(row) for row in rows))


def caller_of(row: Row) -> CallerUse:
    """Integration, client, events, users, accounts, first and last use."""
    integration, caller, events, users, accounts, first_at, last_at = row
    return CallerUse(
        str(integration),
        *split_version(str(caller)),
        whole(events),
        whole(users),
        whole(accounts),
        instant(first_at),
        instant(last_at),
    )
