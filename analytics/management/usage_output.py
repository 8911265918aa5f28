"""How do a module's figures read on the command line?"""

from analytics.api import BurnDown, Callers, CoUse, IdTwins, ModuleUsage

MOST = 5


def usage_lines(found: ModuleUsage, together: CoUse, called: Callers, left: BurnDown | None) -> list[str]:
    lines = [f"{found.module} up to {found.as_of} (days in UTC; accounts in their own zone)"]
    lines += [f"  users: {_windows(found)}", *_sources(found)]
    lines += [*_together(together), *_called(called), *_left(left)]
    lines += [
        f"  {each.account}: {each.verdict}, {_count(each.users_28)} users in 28 d; {each.why}"
        for each in found.by_account
    ]
    return lines


def twin_lines(found: IdTwins) -> list[str]:
    if not found.people:
        return []
    head = f"  users who seem to appear twice: {found.people}, under {found.people + found.surplus} ids"
    return [head, *(f"    {each.account}: {', '.join(map(repr, each.ids))}" for each in found.first[:MOST])]


def _count(value: int | None) -> str:
    return "?" if value is None else str(value)


def _share(value: float | None) -> str:
    return "?" if value is None else f"{100 * value:.0f} %"


def _windows(found: ModuleUsage) -> str:
    return ", ".join(f"{_count(count)} in {days} d" for days, count in found.users.items())


def _sources(found: ModuleUsage) -> list[str]:
    lines = []
    for each in found.feeds.sources:
        clock = each.clock
        said = f", clock {clock.status} by {abs(clock.skew_s)} s" if clock.skew_s else ""
        lines.append(f"  source {each.source}: {each.coverage.status}, {each.coverage.received} events in 28 d{said}")
    return lines or ["  no source has delivered: unknown"]


def _together(together: CoUse) -> list[str]:
    lines = [
        f"  also used by its users: {each.module} ({_share(each.users_share)})" for each in together.companions[:MOST]
    ]
    if together.adoption:
        moved = together.adoption.users
        after, before, still = (_count(each) for each in (moved.after, moved.before, moved.still))
        lines.append(
            f"  replacement {together.adoption.replacement}: {after} of {before} users since"
            f" {together.adoption.since} ({_share(moved.share)}), {still} still on {together.module}"
        )
    return lines


def _called(called: Callers) -> list[str]:
    if not called.is_named:
        return []
    return [
        f"  through {' '.join(filter(None, (row.integration, row.program, row.version))) or 'unnamed'}:"
        f" {'' if called.is_covered else 'at least '}{row.events} events, {row.users} users in {called.days} d"
        for row in called.rows[:MOST]
    ]


def _left(left: BurnDown | None) -> list[str]:
    if left is None or left.newest is None:
        return []
    return [
        f"  since the announcement: {_count(left.newest.users)} of {_count(left.baseline.users)} users left,"
        f" {_count(left.newest.accounts_left)} of its accounts"
    ]
