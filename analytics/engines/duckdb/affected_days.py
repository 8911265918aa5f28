"""On which days did those who may be silent use a module?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.affected import exclude
from analytics.engines.duckdb.rollup import Exclusion
from analytics.engines.duckdb.session import Session, day, file_list, open_session, whole
from analytics.rules.affected_silence import AccountDays, Asked, SubjectDays


def use_days(
    asked: Sequence[Asked],
    *,
    rollups: Sequence[Path],
    events: Sequence[Path],
    module: str,
    as_of: date,
    exclusions: Sequence[Exclusion],
    scratch: Path,
) -> tuple[dict[int, SubjectDays], dict[str, AccountDays]]:
    """UTC days up to `as_of`, by the candidate's number and by account. Users come from the roll-ups, the rest from
    the events that are still kept."""
    if not asked or not rollups:
        return {}, {}
    with open_session(scratch) as session:
        session.run(
            "affected_candidates",
            numbers=[each.number for each in asked],
            accounts=[each.account for each in asked],
            kinds=["user" if each.is_user else each.kind.value for each in asked],
            keys=[each.key for each in asked],
        )
        rolled = file_list(rollups)
        found = _days(session.run("affected_user_days", files=rolled, module=module, as_of=as_of), None)
        if events and not all(each.is_user for each in asked):
            found |= _caller_days(session, file_list(events), module, as_of, exclusions)
        accounts = session.run("affected_account_days", files=rolled, module=module, as_of=as_of)
        return found, {str(account): AccountDays(_listed(days), day(first)) for account, days, first in accounts}


def _caller_days(
    session: Session, files: list[str], module: str, as_of: date, exclusions: Sequence[Exclusion]
) -> dict[int, SubjectDays]:
    exclude(session, exclusions)
    ((first,),) = session.run("affected_first_day", files=files)
    return _days(session.run("affected_caller_days", files=files, module=module, as_of=as_of), day(first))


def _days(rows: Sequence[tuple[object, ...]], kept_since: date | None) -> dict[int, SubjectDays]:
    return {whole(number): SubjectDays(_listed(days), kept_since) for number, days in rows}


def _listed(value: object) -> tuple[date, ...]:
    return tuple(day(each) for each in value) if isinstance(value, list) else ()
