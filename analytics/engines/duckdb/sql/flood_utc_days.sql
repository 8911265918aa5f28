-- On which UTC days was it used in these accounts, by each who floods and by all others together?
SELECT account, if(is_flood, "user", NULL) AS flood_user, utc_day
FROM flood_use WHERE utc_day <= getvariable('as_of')
GROUP BY ALL ORDER BY ALL;
