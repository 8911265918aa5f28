-- Room for the next steps.
DROP TABLE recent;
