"""How is the use of every module by day defined, in windows of 1, 7, 28 and 90 days? Build time only."""

import ibis
from ibis import _

from analytics.engines.definitions.steps import step
from analytics.engines.definitions.tables import calendar, rollup, sizes

DAYS = 180
WINDOW = 90
NEVER = -1000

# What was used on the UTC days that are looked at.
dated = step(
    "dated",
    rollup.join(calendar, "day").select(
        "module", "account", "user", "source", "slot", "day", "ago", "events", "first_at", "last_at"
    ),
)
# Use by module, person and day, within reach of the series.
used = step(
    "used",
    dated.filter(_.ago >= 0, _.ago < DAYS + WINDOW - 1)
    .group_by("module", "account", "user", "ago")
    .agg(events=_.events.sum()),
)


def _gaps(days: ibis.Table, *who: str) -> ibis.Table:
    """How many of those of a day came back after how many days; 90 and more cannot be told apart, nor need be.

    The default of `lead` is named: past the end one engine says nothing, another says 0.
    """
    window = ibis.window(group_by=["module", *who], order_by=ibis.desc("ago"))
    later = days.mutate(gap=_.ago - _.ago.lead(1, NEVER).over(window))
    capped = later.mutate(gap=ibis.ifelse(later.gap > WINDOW, WINDOW, later.gap))
    return capped.group_by("module", "ago", "gap").agg(found=_.count().cast("int32"))


user_gaps = step("user_gaps", _gaps(used.select("module", "account", "user", "ago"), "account", "user"))
account_gaps = step("account_gaps", _gaps(used.select("module", "account", "ago").distinct(), "account"))


def _counting(gaps: ibis.Table, *, is_user: int) -> ibis.Table:
    """Difference arrays: whoever uses it on a day counts from then on, for the window or until the next use."""
    of_sizes = gaps.cross_join(sizes)
    begins = of_sizes.select("module", "size", "ago", step=_.found.cast("int64"))
    ends = of_sizes.select(
        "module",
        "size",
        ago=_.ago - ibis.ifelse(_.gap > _.size, _.size, _.gap),
        step=(-_.found).cast("int64"),
    )
    return begins.union(ends).mutate(is_user=ibis.literal(is_user, "int32"))


_all_steps = _counting(user_gaps, is_user=1).union(_counting(account_gaps, is_user=0))
changes = step("changes", _all_steps.group_by("module", "size", "is_user", "ago").agg(step=_.step.sum()))
_kinds = changes.select("module", "size", "is_user").distinct()
_days = calendar.filter(_.ago >= 0, _.ago < DAYS)
_nothing = _kinds.cross_join(_days.select("ago")).mutate(step=ibis.literal(0, "int32").cast("int64"))
_dense = (
    changes.select("module", "size", "is_user", "ago", "step")
    .union(_nothing.select("module", "size", "is_user", "ago", "step"))
    .group_by("module", "size", "is_user", "ago")
    .agg(step=_.step.sum())
)
running = step(
    "running",
    _dense.mutate(
        found=_.step.sum().over(
            ibis.cumulative_window(group_by=["module", "size", "is_user"], order_by=ibis.desc("ago"))
        )
    ).select("module", "size", "is_user", "ago", "found"),
)


def _one(size: int, is_user: int) -> ibis.Value:
    return ibis.ifelse((_.size == size) & (_.is_user == is_user), _.found, 0).sum()


_FIGURES = {f"{name}_{size}": (size, of) for name, of in (("users", 1), ("accounts", 0)) for size in (1, 7, 28, 90)}
_wide = running.group_by("module", "ago").agg(**{name: _one(*which) for name, which in _FIGURES.items()})
_events = used.group_by("module", "ago").agg(events=_.events.sum())
# Per module and day of the last 180; only modules that were used in reach of them.
series = step(
    "series",
    _wide.join(_days, "ago")
    .left_join(_events, ["module", "ago"])
    .select("module", "day", *_FIGURES, events=_.events.fill_null(0)),
)
# The sources that ever carried a module.
sources = step("sources", dated.filter(_.ago >= 0).select("module", "source").distinct())
