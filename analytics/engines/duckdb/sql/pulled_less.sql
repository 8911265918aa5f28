-- Is anything of what was pulled of a day before not there any more? Events that are added leave every row at least as
-- large, and spanning at least as much.
SELECT count(*) > 0
FROM read_parquet($before) AS old
LEFT JOIN read_parquet($now) AS new USING (day, slot, module, account, "user", source)
WHERE
    new.events IS NULL OR new.events < old.events OR new.quantity < old.quantity
    OR new.first_at > old.first_at OR new.last_at < old.last_at;
