"""What would one script by hand need for the report of one module, straight from the events?"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

SCRIPT = """
CREATE TEMP TABLE used AS
SELECT happened::DATE AS day, account, "user", count(*) AS events, min(happened) AS first_at, max(happened) AS last_at
FROM events WHERE module = $module AND happened::DATE <= $as_of GROUP BY ALL;

CREATE TEMP TABLE everything AS
SELECT account, module, count(*) AS events FROM events
WHERE happened::DATE BETWEEN $as_of::DATE - 89 AND $as_of::DATE GROUP BY ALL;
"""
WINDOWS = """
SELECT
    n, count(DISTINCT "user") FILTER (day > $as_of::DATE - n), count(DISTINCT account) FILTER (day > $as_of::DATE - n)
FROM used, (SELECT unnest([1, 7, 28, 90]) AS n) GROUP BY n ORDER BY n
"""
DAILY = """
WITH spans AS (
    SELECT day, least(day + 28, coalesce(lead(day) OVER (PARTITION BY account, "user" ORDER BY day), day + 28)) AS until
    FROM (SELECT DISTINCT day, account, "user" FROM used)
), steps AS (
    SELECT day, sum(step) AS step
    FROM (SELECT day, 1 AS step FROM spans UNION ALL SELECT until, -1 FROM spans) GROUP BY day
), rolling AS (
    SELECT day, sum(step) OVER (ORDER BY day) AS users_28 FROM steps
), days AS (
    SELECT unnest(generate_series($as_of::DATE - 179, $as_of::DATE, INTERVAL 1 DAY))::DATE AS day
), daily AS (
    SELECT day, count(DISTINCT "user") AS users, count(DISTINCT account) AS accounts, sum(events) AS events
    FROM used GROUP BY day
)
SELECT days.day, coalesce(users, 0), coalesce(users_28, 0)::BIGINT, coalesce(accounts, 0), coalesce(events, 0)::BIGINT
FROM days ASOF LEFT JOIN rolling ON rolling.day <= days.day LEFT JOIN daily ON daily.day = days.day ORDER BY days.day
"""
ACCOUNTS = """
WITH shares AS (
    SELECT account, module, events, sum(events) OVER (PARTITION BY account) AS total,
        rank() OVER (PARTITION BY account ORDER BY events DESC) AS place
    FROM everything
)
SELECT
    used.account,
    count(DISTINCT "user") FILTER (day > $as_of::DATE - 28),
    count(DISTINCT "user") FILTER (day > $as_of::DATE - 90),
    coalesce(sum(used.events) FILTER (day > $as_of::DATE - 28), 0)::BIGINT,
    coalesce(sum(used.events) FILTER (day > $as_of::DATE - 90), 0)::BIGINT,
    min(first_at), max(last_at), arg_max("user", last_at), any_value(shares.place),
    any_value(shares.events / shares.total), list(DISTINCT day ORDER BY day),
    list(DISTINCT ("user", ($as_of::DATE - day) // 7)) FILTER (day > $as_of::DATE - 84)
FROM used LEFT JOIN shares ON shares.account = used.account AND shares.module = $module
GROUP BY used.account ORDER BY used.account
"""


@dataclass(frozen=True, slots=True)
class Written:
    """Windows and days as in the product's report; accounts by key: users and events of 28 and 90 days, first, last,
    last user, rank."""

    windows: dict[int, tuple[int, int]]
    daily: list[tuple[date, int, int, int, int]]
    accounts: dict[str, tuple[int, int, int, int, datetime, datetime, str, int]]


def by_hand(raw: Path, *, module: str, as_of: date) -> Written:
    values = {"module": module, "as_of": as_of}
    with duckdb.connect(":memory:", config={"threads": 2}) as engine:
        engine.read_parquet(str(raw)).create_view("events")
        for step in SCRIPT.split(";")[:-1]:
            engine.execute(step, {name: each for name, each in values.items() if f"${name}" in step})
        windows = engine.execute(WINDOWS, {"as_of": as_of}).fetchall()
        daily = engine.execute(DAILY, {"as_of": as_of}).fetchall()
        accounts = engine.execute(ACCOUNTS, values).fetchall()
    return Written(
        {row[0]: (row[1], row[2]) for row in windows},
        daily,
        {row[0]: (*row[1:9],) for row in accounts},
    )
