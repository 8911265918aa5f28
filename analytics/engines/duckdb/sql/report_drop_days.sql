-- Room for the next steps.
DROP TABLE account_days;
