-- The other accounts of these files, which may be on the list from earlier.
SELECT DISTINCT account FROM use_rows ANTI JOIN module_use USING (account) ORDER BY account;
