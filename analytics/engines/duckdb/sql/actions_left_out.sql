-- Which of these actions does one of the patterns mean?
SELECT DISTINCT action FROM (SELECT unnest($actions::VARCHAR[]) AS action) AS met
WHERE EXISTS (SELECT 1 FROM (SELECT unnest($patterns::VARCHAR[]) AS pattern) AS given WHERE met.action GLOB given.pattern)
ORDER BY action;
