-- Per person the days as bits: 0 to 62 days ago in one number, 63 to 89 in another.
CREATE TEMP TABLE people AS
SELECT
    pair, any_value(owner) AS owner,
    bit_or(if(ago < 63, 1::UBIGINT << ago, 0)) AS near,
    bit_or(if(ago >= 63, 1::UBIGINT << (ago - 63), 0)) AS far,
    sum(events) FILTER (ago < 28) AS events_28,
    sum(events) AS events_90
FROM recent
GROUP BY pair, person;
