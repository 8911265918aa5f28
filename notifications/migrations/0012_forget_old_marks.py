"""The ledger's marks end: with each new one the database forgets some that are long past."""

from django.db import migrations

# The application's role may still delete none: what may go is decided here. The first mark names the lineage.
_FORGET = """
CREATE FUNCTION notifications_forget_marks() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH newest AS (
        SELECT id, at FROM notifications_ledgermark ORDER BY id DESC LIMIT 1
    ), oldest AS (
        SELECT id, at FROM notifications_ledgermark
        WHERE id > (SELECT min(id) FROM notifications_ledgermark)
        ORDER BY id LIMIT 20 FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM notifications_ledgermark m USING oldest o, newest n
        WHERE m.id = o.id AND m.id < n.id AND o.at < n.at - interval '90 days'
        RETURNING m.id
    )
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION notifications_forget_marks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_forget_marks() TO sunsetter_app;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0011_tell_each_operator")]

    operations = [migrations.RunSQL(_FORGET, "DROP FUNCTION notifications_forget_marks()")]
