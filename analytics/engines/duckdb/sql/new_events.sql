-- What is new, in the columns of an event file. Times are UTC.
CREATE TEMP TABLE new_events AS
SELECT
    key, content, make_timestamp(occurred_us)::DATE AS day, make_timestamp(occurred_us) AS occurred_at,
    account, "user", module, action, quantity, source, client, integration
FROM single ANTI JOIN known USING (key);
