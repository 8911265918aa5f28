-- Room for the next steps.
DROP TABLE used;
DROP TABLE steps;
DROP TABLE user_gaps;
DROP TABLE account_gaps;
