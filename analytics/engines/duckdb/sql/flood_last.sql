-- Who that counts used it last, and from which source; of several at the same instant the first by name.
SELECT account, "user", source
FROM flood_use
WHERE NOT is_flood AND day <= getvariable('as_of')
QUALIFY row_number() OVER (PARTITION BY account ORDER BY last_at DESC, "user") = 1
ORDER BY account;
