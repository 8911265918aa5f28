-- Who is an event? Its id within its source; without one its content and its ordinal among equals of this file.
CREATE TEMP TABLE keyed AS
SELECT
    * EXCLUDE (fingerprint),
    md5_number_lower(fingerprint) AS content,
    CASE
        WHEN event_id IS NOT NULL THEN md5(concat('id', chr(31), source, chr(31), event_id))
        ELSE md5(concat('row', chr(31), fingerprint, chr(31), row_number() OVER (
            PARTITION BY fingerprint, event_id IS NULL ORDER BY line
        )))
    END::UUID AS key
FROM (
    SELECT
        *,
        md5(concat(
            occurred_us, chr(31), account, chr(31), "user", chr(31), module, chr(31), action, chr(31), quantity, chr(31),
            source, chr(31), coalesce(client, ''), chr(31), coalesce(integration, '')
        )) AS fingerprint
    FROM staged
);
