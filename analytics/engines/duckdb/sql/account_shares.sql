-- All events of the account in 90 days, and the module's rank among its modules (the busiest is 1, equals share).
SELECT account, total, if(module = getvariable('module'), rank, NULL)
FROM (
    SELECT
        account, module, sum(events) OVER (PARTITION BY account)::BIGINT AS total,
        rank() OVER (PARTITION BY account ORDER BY events DESC)::INTEGER AS rank
    FROM local_modules
)
QUALIFY row_number() OVER (PARTITION BY account ORDER BY module = getvariable('module') DESC) = 1
ORDER BY account;
