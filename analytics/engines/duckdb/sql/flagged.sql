-- Who floods, in which account, and is that decided?
CREATE TEMP TABLE flagged AS
SELECT
    unnest($accounts::VARCHAR[]) AS account, unnest($users::VARCHAR[]) AS "user", unnest($open::BOOLEAN[]) AS is_open;
