-- Room for the next steps.
DROP TABLE people;
