-- What the days that entered and left add to the events of the 88 settled days.
CREATE TEMP TABLE settled AS
SELECT module, account, sum(events * sign)::BIGINT AS events
FROM moving
JOIN (SELECT unnest($days::DATE[]) AS day, unnest($signs::INTEGER[]) AS sign) AS changed USING (day)
GROUP BY ALL;
