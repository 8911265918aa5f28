-- Events of the last 90 days by module and account, in parts that add up.
CREATE TEMP VIEW recent AS FROM settled UNION ALL BY NAME FROM edges;
