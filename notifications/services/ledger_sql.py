"""With which statements do attempts and what came of them get on record?"""

# Parameters one by one: the server reads neither JSON nor arrays for whole texts. Types are told once, to stay short.
FIRST = "(%s::bigint, %s::text, %s::text, %s::text, %s::text, %s::jsonb, NULL::text)"
MORE = ", (%s, %s, %s, %s, %s, %s, NULL)"
# A row with a `ref` was taken over, one without is to be sent. Both kinds are written by the same parts: to make them
# ready, with all indexes and checks of a table, costs more than one row more.
# `= ANY`: joined alone, a table that nobody has analyzed yet is walked whole for every batch.
# `status || ''`: by id, never by the index of leased rows, which a busy hour fills with dead entries. The contact's
# status is asked for row by row, for the same reason.
OPEN = """
WITH given (id, subject, body_text, body_html, body_sha, told, ref) AS MATERIALIZED (
    VALUES {given}
    UNION ALL SELECT g.id, NULL, NULL, NULL, NULL, NULL, g.ref FROM unnest(%s::bigint[], %s::text[]) AS g (id, ref)
), noted AS (
    UPDATE notifications_delivery d
    SET status = CASE WHEN g.ref IS NULL THEN 'sending' ELSE 'accepted' END,
        accepted_at = CASE WHEN g.ref IS NULL THEN d.accepted_at ELSE %s END,
        lease_until = CASE WHEN g.ref IS NULL THEN clock_timestamp() + %s::interval END,
        lease_token = CASE WHEN g.ref IS NULL THEN d.lease_token END,
        provider_ref = coalesce(g.ref, d.provider_ref), subject = coalesce(g.subject, d.subject),
        body_text = coalesce(g.body_text, d.body_text), body_html = coalesce(g.body_html, d.body_html),
        body_sha = coalesce(g.body_sha, d.body_sha)
    FROM given g
    WHERE d.id = ANY (ARRAY(SELECT id FROM given)) AND d.id = g.id AND d.lease_token = %s
      AND CASE WHEN g.ref IS NULL
          THEN d.status || '' = 'claimed' AND d.lease_until > clock_timestamp()
              AND (SELECT t.status FROM notifications_touchpoint t WHERE t.id = d.touchpoint_id)
                  IN ('released', 'served')
          ELSE d.status || '' = 'sending' END
    RETURNING d.id, d.touchpoint_id, d.channel, g.body_sha, g.told, g.ref
), ended AS (
    UPDATE notifications_attempt a SET outcome = 'ok', ended_at = %s
    WHERE a.delivery_id = ANY (ARRAY(SELECT id FROM noted WHERE ref IS NOT NULL)) AND a.outcome = 'open'
), tried AS (
    INSERT INTO notifications_attempt (delivery_id, n, body_sha, started_at, outcome, code, text, route)
    SELECT o.id, 1 + coalesce((SELECT max(a.n) FROM notifications_attempt a WHERE a.delivery_id = o.id), 0),
           o.body_sha, %s, 'open', '', '', CASE o.channel WHEN 'email' THEN %s::text ELSE '' END
    FROM noted o WHERE o.ref IS NULL
), told AS (
    UPDATE notifications_touchpoint t
    SET told_at = CASE WHEN o.told IS NULL THEN t.told_at ELSE coalesce(t.told_at, %s) END,
        told_dates = CASE WHEN o.told IS NULL OR t.told_at IS NOT NULL THEN t.told_dates ELSE o.told END,
        status = CASE WHEN o.is_taken AND t.status = 'released' THEN 'served' ELSE t.status END,
        served_at = CASE WHEN o.is_taken AND t.status = 'released' THEN %s ELSE t.served_at END
    FROM (
        SELECT touchpoint_id, bool_or(ref IS NOT NULL) AS is_taken,
               (array_agg(told) FILTER (WHERE ref IS NULL))[1] AS told
        FROM noted WHERE channel <> 'desk_task' GROUP BY touchpoint_id
    ) o
    WHERE t.id = ANY (ARRAY(SELECT touchpoint_id FROM noted)) AND t.id = o.touchpoint_id
      AND (o.told IS NOT NULL AND t.told_at IS NULL OR o.is_taken AND t.status = 'released')
)
SELECT id FROM noted WHERE ref IS NULL
"""
ACCEPT = """
WITH given AS (
    SELECT * FROM unnest(%s::bigint[], %s::text[]) AS g (id, ref)
), marked AS (
    UPDATE notifications_delivery d
    SET status = 'accepted', accepted_at = %s, provider_ref = g.ref, lease_until = NULL, lease_token = NULL
    FROM given g WHERE d.id = ANY (ARRAY(SELECT id FROM given)) AND d.id = g.id AND d.lease_token = %s
      AND d.status || '' = 'sending'
    RETURNING d.id, d.touchpoint_id, d.channel
), ended AS (
    UPDATE notifications_attempt a SET outcome = 'ok', ended_at = %s
    WHERE a.delivery_id = ANY (ARRAY(SELECT id FROM marked)) AND a.outcome = 'open'
), served AS (
    UPDATE notifications_touchpoint t SET status = 'served', served_at = %s
    WHERE t.id = ANY (ARRAY(SELECT touchpoint_id FROM marked WHERE channel <> 'desk_task')) AND t.status = 'released'
)
SELECT id FROM marked
"""
STILL = "SELECT id FROM notifications_delivery WHERE id = ANY(%s) AND lease_token = %s AND status = %s"
