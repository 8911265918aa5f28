"""How are rows judged and counted in a customer's warehouse, so that only roll-ups leave it? Build time only."""

import ibis
from ibis import _

from analytics.engines.definitions.steps import step
from analytics.engines.definitions.tables import events, left_out, told

LARGEST = 1_000_000_000_000
NAMED = ("account", "user", "module")
CONTENT = ("occurred_at", *NAMED, "action", "quantity")
_NO_TEXT = ibis.null().cast("string")

# What tells whether a day is another one than when it was pulled.
days = step(
    "days",
    told.mutate(day=_.occurred_at.date())
    .group_by("day")
    .agg(
        found=_.count(),
        quantity=_.quantity.sum(),
        last_at=_.occurred_at.max(),
        **{f"{n}s": _[n].count() for n in NAMED},
    ),
)
# Patterns do not travel: which of these actions they mean is told back one by one.
actions = step("actions", told.select("action").distinct())
# The faults that a roll-up cannot show any more; texts that are none are seen in its rows.
judged = step(
    "judged",
    told.mutate(
        action=_.action.fill_null(""),
        fault=ibis.cases(
            (_.account.isnull(), "account missing"),
            (_.user.isnull(), "user missing"),
            (_.module.isnull(), "module missing"),
            (_.quantity < 0, "quantity negative"),
            (_.quantity > LARGEST, "quantity too_large"),
            (_.quantity.round(6) != _.quantity, "quantity too_precise"),
            else_="",
        ),
    ),
)
_good = judged.filter(_.fault == "")
_KEPT = (*CONTENT[:4], "source", *CONTENT[4:])
# An id once, however often it was delivered; rows without one each.
taken = step(
    "taken",
    _good.filter(_.event_id.notnull())
    .select("event_id", *_KEPT)
    .distinct()
    .select(*_KEPT)
    .union(_good.filter(_.event_id.isnull()).select(*_KEPT))
    .select(
        "occurred_at",
        *("module", "account", "user", "source", "action"),
        quantity=_.quantity.cast("decimal(20,6)"),
        client=_NO_TEXT,
        integration=_NO_TEXT,
    ),
)
_rows = judged.group_by("fault").agg(found=_.count(), last_at=_.occurred_at.max())
_events = events.agg(found=_.count(), last_at=_.occurred_at.max())
_counted = events.anti_join(left_out, ["source", "action"]).agg(found=_.count(), last_at=_.occurred_at.max())
# Rows by fault (nothing: good), how many events they are, and how many of those count.
tally = step(
    "tally",
    _rows.mutate(kind=ibis.literal("rows"))
    .select("kind", "fault", "found", "last_at")
    .union(
        _events.mutate(kind=ibis.literal("events"), fault=ibis.literal("")).select("kind", "fault", "found", "last_at")
    )
    .union(
        _counted.mutate(kind=ibis.literal("counted"), fault=ibis.literal("")).select(
            "kind", "fault", "found", "last_at"
        )
    ),
)
_spans = {f"{end}_{name}": getattr(_[name], end)() for name in CONTENT for end in ("min", "max")}
_same_id = _good.filter(_.event_id.notnull()).group_by("event_id").agg(**_spans)
_differs = [_same_id[f"min_{name}"] != _same_id[f"max_{name}"] for name in CONTENT]
# Ids that stand for two events.
clashes = step(
    "clashes",
    _same_id.filter(ibis.or_(*_differs)).agg(found=_.count(), first=_.event_id.min()),
)
