"""What would one script by hand need for the report of all modules, from the events or from a roll-up by day?"""

from datetime import date
from pathlib import Path

import duckdb

COUNTED = """
CREATE TEMP TABLE used AS
SELECT occurred_at::DATE AS day, module, account, "user", count(*)::UINTEGER AS events, min(occurred_at) AS first_at,
    max(occurred_at) AS last_at
FROM read_parquet('{source}') WHERE occurred_at::DATE <= DATE '{as_of}' GROUP BY ALL;
"""
ROLLED = """
CREATE TEMP VIEW used AS SELECT * FROM read_parquet('{source}');
"""
SCRIPT = """
CREATE TEMP TABLE gaps AS
SELECT module, day, gap, count(*) AS found FROM (
    SELECT module, day,
        least(coalesce(lead(day) OVER (PARTITION BY module, account, "user" ORDER BY day) - day, 90), 90) AS gap
    FROM used WHERE day > DATE '{as_of}' - 269
) GROUP BY ALL;

CREATE TEMP TABLE account_gaps AS
SELECT module, day, gap, count(*) AS found FROM (
    SELECT module, day, least(coalesce(lead(day) OVER (PARTITION BY module, account ORDER BY day) - day, 90), 90) AS gap
    FROM (SELECT DISTINCT module, account, day FROM used WHERE day > DATE '{as_of}' - 269)
) GROUP BY ALL;

COPY (
    WITH steps AS (
        SELECT module, what, n, unnest([day, day + least(gap, n)::INTEGER]) AS day, unnest([found, -found]) AS step
        FROM (SELECT 'users' AS what, * FROM gaps UNION ALL SELECT 'accounts', * FROM account_gaps),
            (SELECT unnest([1, 7, 28, 90]) AS n)
    ), dense AS (
        SELECT module, what, n, day, sum(step) AS step FROM (
            SELECT module, what, n, day, step FROM steps UNION ALL
            SELECT module, what, n, unnest(generate_series(DATE '{as_of}' - 179, DATE '{as_of}', INTERVAL 1 DAY))::DATE,
                0
            FROM (SELECT DISTINCT module, what, n FROM steps)
        ) GROUP BY ALL
    ), running AS (
        SELECT module, what, n, day, sum(step) OVER (PARTITION BY module, what, n ORDER BY day)::BIGINT AS found
        FROM dense
    )
    SELECT * FROM (FROM running WHERE day BETWEEN DATE '{as_of}' - 179 AND DATE '{as_of}')
    PIVOT (max(found) FOR what IN ('users', 'accounts') n IN (1, 7, 28, 90) GROUP BY module, day)
    LEFT JOIN (SELECT module, day, sum(events)::BIGINT AS events FROM used GROUP BY ALL) USING (module, day)
    ORDER BY module, day
) TO '{target}/series.parquet' (COMPRESSION zstd);

CREATE TEMP TABLE people AS
SELECT module, account, "user", max(day) > DATE '{as_of}' - 28 AS is_recent,
    bool_or(day BETWEEN DATE '{as_of}' - 55 AND DATE '{as_of}' - 28) AS was_before,
    sum(events) FILTER (day > DATE '{as_of}' - 28) AS events_28, sum(events) AS events_90
FROM used WHERE day > DATE '{as_of}' - 90 GROUP BY ALL;

CREATE TEMP TABLE recent AS
SELECT module, account, count(*) FILTER (is_recent) AS users_28, count(*) FILTER (was_before) AS users_28_before,
    count(*) AS users_90, coalesce(sum(events_28), 0)::BIGINT AS events_28, sum(events_90)::BIGINT AS events_90,
FROM people GROUP BY ALL;

CREATE TEMP TABLE weeks AS
SELECT module, account, list({{'week': week, 'users': users}}) AS weekly FROM (
    SELECT module, account, (DATE '{as_of}' - day) // 7 AS week, count(DISTINCT "user") AS users
    FROM used WHERE day > DATE '{as_of}' - 84 GROUP BY ALL
) GROUP BY ALL;

CREATE TEMP TABLE bounds AS
SELECT module, account, min(first_at) AS first_at, max(last_at) AS last_at, arg_max("user", last_at) AS last_user
FROM used GROUP BY ALL;

COPY (
    SELECT *, rank() OVER (PARTITION BY account ORDER BY coalesce(events_90, 0) DESC) AS rank,
        events_90 / sum(events_90) OVER (PARTITION BY account) AS dependence
    FROM bounds LEFT JOIN recent USING (module, account) LEFT JOIN weeks USING (module, account)
    ORDER BY module, account
) TO '{target}/accounts.parquet' (COMPRESSION zstd);

COPY (
    SELECT module, sum(events_90 / total) FILTER (place <= 10) AS top10_share, sum((events_90 / total) ** 2) AS hhi,
        (2 * sum((number - place + 1) * events_90) - (any_value(number) + 1) * any_value(total))
            / (any_value(number) * any_value(total)) AS gini
    FROM (
        SELECT module, events_90, sum(events_90) OVER (PARTITION BY module) AS total,
            count(*) OVER (PARTITION BY module) AS number,
            row_number() OVER (PARTITION BY module ORDER BY events_90 DESC) AS place
        FROM recent
    ) GROUP BY module ORDER BY module
) TO '{target}/concentration.parquet' (COMPRESSION zstd);
"""


def report_by_hand(source: Path, target: Path, *, as_of: date, is_rolled: bool, memory: str = "3GB") -> None:
    """Two threads; the results go into Parquet files, as ours do. `source`: events, or a row per user, module, day."""
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": memory}) as engine:
        engine.execute("SET temp_directory = $folder", {"folder": str(target / "spill")})
        script = (ROLLED if is_rolled else COUNTED) + SCRIPT
        for step in script.split(";")[:-1]:
            engine.execute(step.format(source=source, target=target, as_of=as_of))
