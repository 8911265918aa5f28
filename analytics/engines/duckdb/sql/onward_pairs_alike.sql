-- Accounts of the module that share a code by chance: none, or their last 90 days cannot be trusted.
SELECT count(*) - count(DISTINCT hash(getvariable('module'), account)) FROM module_accounts;
