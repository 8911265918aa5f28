"""Who used a module after an instant, from where, how often?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from analytics.engines.duckdb.session import file_list, instant, open_session, whole
from analytics.rules.late_use import LateUse


def late_use(files: Sequence[Path], *, module: str, since: datetime, scratch: Path) -> tuple[LateUse, ...]:
    """By account, user and caller, in that order."""
    if not files:
        return ()
    start = since.astimezone(UTC).replace(tzinfo=None)
    with open_session(scratch) as session:
        rows = session.run("late_use", files=file_list(files), module=module, since=start)
    return tuple(
        LateUse(str(account), str(user), str(caller), whole(count), instant(first), instant(last))
        for account, user, caller, count, first, last in rows
    )
