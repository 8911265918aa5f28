-- The days on which a key that is known may have been met before.
SELECT DISTINCT day FROM held SEMI JOIN looked_for USING (key) ORDER BY day;
