-- Who may be silent: numbered, by account.
CREATE OR REPLACE TEMP TABLE candidates AS
SELECT
    unnest($numbers::BIGINT[]) AS number, unnest($accounts::VARCHAR[]) AS account,
    unnest($kinds::VARCHAR[]) AS kind, unnest($keys::VARCHAR[]) AS key;
