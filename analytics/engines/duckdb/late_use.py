"""Who used a module after an instant, from where, how often?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from analytics.engines.duckdb.session import file_list, instant, open_session, whole
from analytics.rules.late_use import LateUse


def late_use(
    files: Sequence[Path], *, module: str, since: datetime, scratch: Path, pulled: Sequence[Path] = ()
) -> tuple[LateUse, ...]:
    """By account, user and caller, in that order; from events, and from what warehouses rolled up."""
    start = since.astimezone(UTC).replace(tzinfo=None)
    with open_session(scratch) as session:
        rows = session.run("late_use", files=file_list(files), module=module, since=start) if files else []
        rows += session.run("late_use_pulled", files=file_list(pulled), module=module, since=start) if pulled else []
    found: dict[tuple[str, str, str], LateUse] = {}
    for account, user, caller, count, first, last in rows:
        use = LateUse(str(account), str(user), str(caller), whole(count), instant(first), instant(last))
        who = (use.account, use.user, use.caller)
        found[who] = _together(found[who], use) if who in found else use
    return tuple(found[who] for who in sorted(found))


def _together(one: LateUse, other: LateUse) -> LateUse:
    return replace(
        one,
        count=one.count + other.count,
        first_at=min(one.first_at, other.first_at),
        last_at=max(one.last_at, other.last_at),
    )
