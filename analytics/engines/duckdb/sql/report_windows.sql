-- Per account of each module: users and events of the windows, and users by week, the oldest first.
CREATE TEMP TABLE windows AS
SELECT
    pair, any_value(owner) AS owner,
    count(*) FILTER (near & 268435455 <> 0) AS users_28,
    count(*) FILTER (near & (268435455::UBIGINT << 28) <> 0) AS users_28_before,
    count(*) AS users_90,
    coalesce(sum(events_28), 0)::BIGINT AS events_28,
    sum(events_90)::BIGINT AS events_90,
    [
        count(*) FILTER (far & (127::UBIGINT << 14) <> 0), count(*) FILTER (far & (127::UBIGINT << 7) <> 0),
        count(*) FILTER (far & 127 <> 0),
        count(*) FILTER (near & (127::UBIGINT << 56) <> 0), count(*) FILTER (near & (127::UBIGINT << 49) <> 0),
        count(*) FILTER (near & (127::UBIGINT << 42) <> 0), count(*) FILTER (near & (127::UBIGINT << 35) <> 0),
        count(*) FILTER (near & (127::UBIGINT << 28) <> 0), count(*) FILTER (near & (127::UBIGINT << 21) <> 0),
        count(*) FILTER (near & (127::UBIGINT << 14) <> 0), count(*) FILTER (near & (127::UBIGINT << 7) <> 0),
        count(*) FILTER (near & 127 <> 0)
    ]::UINTEGER[] AS weekly
FROM people
GROUP BY pair;
