-- The first import finds nothing known.
CREATE TEMP TABLE known (key UUID, content UBIGINT);
