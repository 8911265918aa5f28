"""What do the measures read? Every parameter is a row of one of these tables, so the SQL has none. Build time only."""

import ibis

DAY = {"day": "date"}
WHO = {"module": "string", "account": "string", "user": "string", "source": "string"}
TIMES = {"first_at": "timestamp(6)", "last_at": "timestamp(6)"}

# Activity as a warehouse holds it; times are UTC.
events = ibis.table(
    {
        "occurred_at": "timestamp(6)",
        **WHO,
        "action": "string",
        "quantity": "decimal(20,6)",
        "client": "string",
        "integration": "string",
    },
    name="events",
)
# What a warehouse's own columns are read as, before anybody judged a row; no time stands outside the days asked for.
told = ibis.table(
    {"occurred_at": "timestamp(6)", **WHO, "action": "string", "quantity": "decimal(38,9)", "event_id": "string"},
    name="told",
)
# Which actions of which source do not count as use, one by one: patterns do not travel.
left_out = ibis.table({"source": "string", "action": "string"}, name="left_out")
# Per quarter hour of a UTC day (`slot` 0 to 95).
rollup = ibis.table(
    {**DAY, "slot": "int16", **WHO, "events": "int64", "quantity": "decimal(38,6)", **TIMES}, name="rollup"
)
# The days that are looked at, from one after `as_of` (`ago` -1) back to the first: days are never subtracted in SQL.
calendar = ibis.table({**DAY, "ago": "int64"}, name="calendar")
sizes = ibis.table({"size": "int64"}, name="sizes")
# Accounts that do not live in UTC, and how long ago the local day is on which a quarter hour of a UTC day lies.
zones = ibis.table({"account": "string", "zone": "string"}, name="zones")
shifts = ibis.table(
    {"zone": "string", **DAY, "first_slot": "int16", "last_slot": "int16", "ago": "int64"}, name="shifts"
)
# People who flood.
flagged = ibis.table({"account": "string", "user": "string"}, name="flagged")
# Of which modules co-use is asked, and callers of how many days.
asked = ibis.table({"module": "string", "days": "int64"}, name="asked")
# What takes over from what, and how long ago the first day was that counts as after.
replacements = ibis.table({"module": "string", "replacement": "string", "since_ago": "int64"}, name="replacements")

INPUTS = (told, events, left_out, rollup, calendar, sizes, zones, shifts, flagged, asked, replacements)
