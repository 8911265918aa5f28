"""How is the use of every module by account defined, in each account's own days? Build time only."""

import ibis
from ibis import _

from analytics.engines.definitions.series import dated
from analytics.engines.definitions.steps import step
from analytics.engines.definitions.tables import shifts, zones

RECENT = 90
MARGIN = 2  # a zone is at most a day away from UTC
WEEKS = 12


def _local(rows: ibis.Table) -> ibis.Table:
    """Those in UTC as they are and the others by their zone: no outer join, whose misses engines fill differently."""
    columns = ("module", "account", "user", "source", "utc_ago", "ago", "events", "first_at", "last_at")
    at_home = rows.anti_join(zones, "account").mutate(utc_ago=_.ago).select(*columns)
    moved = rows.join(zones, "account").rename(utc_ago="ago")
    is_within = [moved.slot >= shifts.first_slot, moved.slot <= shifts.last_slot]
    found = moved.join(shifts, [moved.zone == shifts.zone, moved.day == shifts.day, *is_within])
    return at_home.union(found.select(*columns))


recent = step("recent", _local(dated.filter(_.ago < RECENT + MARGIN)))


def _within(first: int, last: int) -> ibis.Value:
    return ibis.ifelse((_.ago >= first) & (_.ago <= last), 1, 0).max()


people = step(
    "people",
    recent.filter(_.ago >= 0, _.ago < RECENT)
    .group_by("module", "account", "user")
    .agg(
        in_28=_within(0, 27),
        in_28_before=_within(28, 55),
        events_28=ibis.ifelse(_.ago < 28, _.events, 0).sum(),
        events_90=_.events.sum(),
        **{f"in_week_{week}": _within(7 * week, 7 * week + 6) for week in range(WEEKS)},
    ),
)
_counted = people.group_by("module", "account").agg(
    users_28=_.in_28.sum(),
    users_28_before=_.in_28_before.sum(),
    users_90=_.count(),
    events_28=_.events_28.sum(),
    events_90=_.events_90.sum(),
    **{f"week_{week}": _[f"in_week_{week}"].sum() for week in range(WEEKS)},
)
# Not by `rank`, which ClickHouse numbers through like rows, equal ones too.
_placed = _counted.mutate(
    place=ibis.row_number().over(ibis.window(group_by="account", order_by=[ibis.desc("events_90"), "module"])) + 1
)
# Users by week: `week_0` is the last. The busiest module of an account has rank 1, equals share.
windows = step(
    "windows",
    _placed.mutate(rank=_.place.min().over(ibis.window(group_by=["account", "events_90"]))).select(
        *_counted.columns, "rank"
    ),
)
_TOLD = ("module", "account", "user", "source", "first_at", "last_at")
# Every use but what is after the account's own last day.
ever = step(
    "ever",
    dated.filter(_.ago > 0).select(*_TOLD).union(recent.filter(_.utc_ago <= 0, _.ago >= 0).select(*_TOLD)),
)
bounds = step("bounds", ever.group_by("module", "account").agg(first_at=_.first_at.min(), last_at=_.last_at.max()))
# Who used it last, and which source told so; of several at the same instant the first by name.
_newest = ever.mutate(
    place=ibis.row_number().over(
        ibis.window(group_by=["module", "account"], order_by=[ibis.desc("last_at"), "user", "source"])
    )
).filter(_.place == 0)
last_users = step("last_users", _newest.select("module", "account", last_user="user", last_source="source"))
# Per module and account; no figures in the windows where it was not used in 90 days.
accounts = step(
    "accounts",
    bounds.join(last_users, ["module", "account"])
    .left_join(windows, ["module", "account"])
    .select(*bounds.columns, "last_user", "last_source", *windows.columns[2:]),
)
_since = dated.group_by("account").agg(since=_.first_at.min())
_events = windows.group_by("account").agg(events_all_90=_.events_90.sum())
# Per account over all modules: the first activity, and the events of 90 days.
totals = step(
    "totals",
    _since.left_join(_events, "account").select("account", "since", events_all_90=_.events_all_90.fill_null(0)),
)
