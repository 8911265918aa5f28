-- Who used it last; of several at the same instant the first by name.
SELECT account, "user"
FROM local_use
QUALIFY row_number() OVER (PARTITION BY account ORDER BY last_at DESC, "user") = 1
ORDER BY account;
