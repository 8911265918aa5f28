"""Which modules are used together, and who moved on to the replacement, from the roll-up files?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.floods import mark
from analytics.engines.duckdb.session import file_list, open_session, whole
from analytics.rules.co_use import Adoption, CoUse, Moved, describe_co_use
from analytics.rules.floods import Flagged


def measure_co_use(
    files: Sequence[Path],
    *,
    module: str,
    as_of: date,
    flagged: Sequence[Flagged],
    replacement: tuple[str, date] | None,
    scratch: Path,
) -> CoUse:
    """`replacement`: its key, and the first day that counts as after."""
    if not files:
        return describe_co_use(module, as_of, {}, None)
    with open_session(scratch) as session:
        session.set(files=file_list(files), module=module, as_of=as_of)
        session.run("usage_view")
        mark(session, flagged)
        met = {str(name): (whole(users), whole(accounts)) for name, users, accounts in session.run("co_use")}
        if replacement is None:
            return describe_co_use(module, as_of, met, None)
        key, since = replacement
        moved = {
            str(kind): Moved(whole(before), whole(after), whole(gone), whole(still))
            for kind, before, after, gone, still in session.run("adoption", replacement=key, since=since)
        }
        return describe_co_use(module, as_of, met, Adoption(key, since, moved["users"], moved["accounts"]))
