-- Which users of the module, within one account, have ids that are the same but for how they are written?
WITH recent AS (
    SELECT DISTINCT rollup.account, rollup."user"
    FROM rollup ANTI JOIN flagged ON flagged.account = rollup.account AND flagged."user" = rollup."user"
    WHERE
        rollup.module = getvariable('module')
        AND rollup.day BETWEEN getvariable('as_of') - 89 AND getvariable('as_of')
), alike AS (
    SELECT account, list("user" ORDER BY "user") AS ids
    FROM recent GROUP BY account, lower(trim(nfc_normalize("user"))) HAVING count(*) > 1
)
SELECT account, ids, count(*) OVER (), (sum(len(ids) - 1) OVER ())::BIGINT
FROM alike ORDER BY account, ids LIMIT $shown;
