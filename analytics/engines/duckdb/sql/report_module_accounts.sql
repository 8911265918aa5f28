-- What the report says of each account that ever used the module.
CREATE TEMP VIEW module_accounts AS
SELECT * FROM read_parquet(getvariable('accounts')) WHERE module = getvariable('module');
