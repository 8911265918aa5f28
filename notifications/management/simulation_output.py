"""How does the terminal show what would go out, and what other dates would change?"""

from collections.abc import Iterator

from lifecycle.api import Outcome
from notifications.api import Simulation
from notifications.rules.difference import ChangedContact, Difference, Turn
from notifications.rules.workload import Quota, QuotaWarning
from notifications.services.simulate import difference_as_json

FIRST_ROWS = 20


def simulated(found: Simulation) -> Outcome:
    lines = [*_days(found), *_work(found), *_doubts(found)]
    if found.difference:
        lines += _changes(found.difference)
    return Outcome(found.as_json(), lines or ["Nothing would go out."], nothing=not found.contacts)


def changed(found: Simulation) -> Outcome:
    """Only the difference; nothing to do when there is none."""
    if found.difference is None:
        return Outcome(None, nothing=True)
    data = {"plan": found.plan, "refusals": list(found.refusals), **difference_as_json(found.difference)}
    return Outcome(data, [*_changes(found.difference), *_refused(found)], nothing=not found.difference.rows)


def _days(found: Simulation) -> Iterator[str]:
    for each in found.days:
        yield f"{each.day}  " + ", ".join(f"{n} × {notice} by {channel}" for notice, channel, n in each.notices)


def _work(found: Simulation) -> Iterator[str]:
    yield from (
        f"{each.day}  {each.mails} mails leave, {each.gmail} of them to Gmail"
        + (f"; {each.notices} notices are in them" if each.notices > each.mails else "")
        for each in found.mails
    )
    yield from (f"week of {each.monday}  {each.csm or 'nobody'} calls {each.calls}" for each in found.weeks)
    yield from (f"WARNING: {_warning(each)}" for each in found.warnings)


def _doubts(found: Simulation) -> Iterator[str]:
    yield from _refused(found)
    for each in found.not_in_time:
        told = f"told on {each.told_date}" if each.told_date else "told nothing before the end"
        lawful = each.earliest_date or "an unknown day"
        yield f"NOT IN TIME: {each.account}, {told}: {each.rule} asks for {each.needs}, allows the end from {lawful} on"
    yield from (f"not ready: {each.account}: {'; '.join(each.reasons)}" for each in found.not_ready)
    yield from (f"CALENDAR: the table of {gap} is missing: {gap.accounts} accounts" for gap in found.calendar.gaps)
    if found.calendar.assumed_accounts:
        yield f"calendar: Monday to Friday is assumed for {found.calendar.assumed_accounts} accounts of unknown country"


def _refused(found: Simulation) -> list[str]:
    return [f"WOULD BE REFUSED: {each}" for each in found.refusals]


def _changes(found: Difference) -> list[str]:
    counts = ", ".join(f"{found.count(turn)} {turn.value.replace('_', ' ')}" for turn in Turn)
    summary = f"{counts}, {found.unchanged} unchanged; {found.corrections} corrections to those who know the old dates"
    more = len(found.rows) - FIRST_ROWS
    rows = [_row(row) for row in found.rows[:FIRST_ROWS]]
    return [summary, *rows, *([f"… and {more} more (--json has the counts)"] if more > 0 else [])]


def _row(row: ChangedContact) -> str:
    when = " → ".join(f"{at:%Y-%m-%d %H:%M}Z" for at in (row.before, row.after) if at)
    return f"{row.turn.value.replace('_', ' '):10} {row.account}: {row.notice} by {row.channel} ({row.step})  {when}"


def _warning(found: QuotaWarning) -> str:
    if found.quota is Quota.GMAIL:
        return f"{found.count} mails to Gmail on {found.day}: from 5000 on the domain is a bulk sender for ever"
    return f"{found.who or 'nobody'} has {found.count} calls in the week of {found.day}, more than {found.limit}"
