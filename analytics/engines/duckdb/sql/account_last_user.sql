-- Who used it last, and which source told so; of several at the same instant the first by name.
WITH newest AS (
    SELECT account, "user", last_at
    FROM local_use
    QUALIFY row_number() OVER (PARTITION BY account ORDER BY last_at DESC, "user") = 1
)
SELECT newest.account, newest."user", min(used.source)
FROM newest JOIN module_rows AS used USING (account, "user", last_at)
GROUP BY newest.account, newest."user" ORDER BY newest.account;
