"""How are co-use, adoption and callers of a module defined? Build time only."""

import ibis
from ibis import _

from analytics.engines.definitions.series import dated
from analytics.engines.definitions.steps import step
from analytics.engines.definitions.tables import asked, calendar, events, flagged, left_out, replacements, rollup

RECENT = 90
NOT_ALL = ("module", "account", "user")

_recent = dated.filter(_.ago >= 0, _.ago < RECENT).select(*NOT_ALL).distinct()
_own = _recent.semi_join(asked, "module").anti_join(flagged, ["account", "user"]).rename(of_module="module")
_both = _own.join(_recent, ["account", "user"]).group_by("of_module", "module").agg(users=_.count().cast("int32"))
_own_accounts = _own.select("of_module", "account").distinct()
_beside = _own_accounts.join(_recent.select("module", "account").distinct(), "account")
_in_accounts = _beside.group_by("of_module", "module").agg(accounts=_.count().cast("int32"))
_ZERO = ibis.literal(0, "int32")
# Which modules the users of the asked modules use in the same 90 UTC days; a module itself is a row.
co_use = step(
    "co_use",
    _both.mutate(accounts=_ZERO)
    .union(_in_accounts.mutate(users=_ZERO).select("of_module", "module", "users", "accounts"))
    .group_by("of_module", "module")
    .agg(users=_.users.sum(), accounts=_.accounts.sum()),
)


def _flag(condition: ibis.Value) -> ibis.Value:
    return ibis.ifelse(condition, 1, 0).max()


_pairs = replacements.rename(of_module="module")
_from = dated.join(_pairs, [dated.module == _pairs.of_module]).select(
    "of_module", "account", "user", "ago", "since_ago", is_old=ibis.literal(1, "int32")
)
_to = dated.join(_pairs, [dated.module == _pairs.replacement]).select(
    "of_module", "account", "user", "ago", "since_ago", is_old=ibis.literal(0, "int32")
)
# Of whom the module or its replacement was used in the days that are compared, and when.
met = step(
    "met",
    _from.union(_to)
    .filter(_.ago >= 0, _.ago <= _.since_ago + RECENT)
    .anti_join(flagged, ["account", "user"])
    .group_by("of_module", "account", "user")
    .agg(
        is_before=_flag((_.is_old == 1) & (_.ago > _.since_ago)),
        is_after=_flag((_.is_old == 0) & (_.ago <= _.since_ago)),
        is_still=_flag((_.is_old == 1) & (_.ago < 28) & (_.ago <= _.since_ago)),
    ),
)


def _moved(of: ibis.Table, kind: str) -> ibis.Table:
    return (
        of.filter(_.is_before == 1)
        .group_by("of_module")
        .agg(
            before=_.count(),
            after=_.is_after.sum(),
            gone=ibis.ifelse((_.is_after == 1) & (_.is_still == 0), 1, 0).sum(),
            still=_.is_still.sum(),
        )
        .mutate(kind=ibis.literal(kind))
        .select("of_module", "kind", "before", "after", "gone", "still")
    )


_met_accounts = met.group_by("of_module", "account").agg(
    is_before=_.is_before.max(), is_after=_.is_after.max(), is_still=_.is_still.max()
)
# Of those who used a module in the 90 days before: who used what takes over since, and who is still there.
adoption = step("adoption", _moved(met, "users").union(_moved(_met_accounts, "accounts")))

_counted = events.anti_join(left_out, ["source", "action"])
_called = (
    _counted.mutate(day=_.occurred_at.date(), client=_.client.fill_null(""), integration=_.integration.fill_null(""))
    .join(calendar, "day")
    .join(asked, "module")
    .filter(_.ago >= 0, _.ago < _.days)
)
_BY = ("module", "integration", "client")
_persons = _called.anti_join(flagged, ["account", "user"]).select(*_BY, "account", "user").distinct()
_calls = _called.group_by(*_BY).agg(
    events=_.count().cast("int32"), first_at=_.occurred_at.min(), last_at=_.occurred_at.max()
)
_users = _persons.group_by(*_BY).agg(users=_.count().cast("int32"))
_accounts = _called.select(*_BY, "account").distinct().group_by(*_BY).agg(accounts=_.count().cast("int32"))
# Through which integration and which program the asked modules were used; who floods is no user.
callers = step(
    "callers",
    _calls.join(_accounts, _BY)
    .left_join(_users, _BY)
    .select(*_BY, "events", "accounts", "first_at", "last_at", users=_.users.fill_null(0)),
)
_QUARTERS = tuple(ibis.ifelse(_.occurred_at.minute() >= minute, 1, 0) for minute in (15, 30, 45))
# A UTC day by quarter hour, so that it can be read in the days of any time zone.
roll_up = step(
    "roll_up",
    _counted.mutate(
        day=_.occurred_at.date(),
        slot=(_.occurred_at.hour() * 4 + _QUARTERS[0] + _QUARTERS[1] + _QUARTERS[2]).cast("int16"),
    )
    .semi_join(calendar, "day")
    .group_by("day", "slot", "module", "account", "user", "source")
    .agg(events=_.count(), quantity=_.quantity.sum(), first_at=_.occurred_at.min(), last_at=_.occurred_at.max())
    .select(*rollup.columns),
)
