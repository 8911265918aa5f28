"""Who may read and write what stands around notices: the staff, an account its own, everybody what is public."""

from django.db import migrations

from lifecycle.rules.row_security import (
    APP_ROLE,
    PORTAL_ROLE,
    account_policy_reverse_sql,
    account_policy_sql,
    append_only_reverse_sql,
    append_only_sql,
    portal_grant_sql,
    portal_revoke_sql,
)

STAFF_TABLES = (
    "notifications_escalation",
    "notifications_waiver",
    "notifications_proofentry",
    "notifications_personalvalue",
    "notifications_deskentry",
    "notifications_audiencemember",
    "notifications_calendarday",
)
OWN_TABLES = {
    "notifications_webhookendpoint": ("SELECT", "INSERT", "UPDATE"),
    "notifications_eventcopy": ("SELECT",),
    "notifications_calendarfeed": ("SELECT", "INSERT", "UPDATE"),
}
PUBLIC_TABLES = ("notifications_announcement", "notifications_calendarentry")
LEDGERS = ("notifications_proofentry", "notifications_deskentry", "notifications_announcement")
# An event is as it came; only that it was matched and applied is written to it afterwards.
MATCHED_FORWARD = f'GRANT UPDATE (delivery_id, applied_at) ON "notifications_deliveryevent" TO {APP_ROLE};'
MATCHED_BACKWARD = f'REVOKE UPDATE (delivery_id, applied_at) ON "notifications_deliveryevent" FROM {APP_ROLE};'
# A customer may ask for a test event of its own webhook.
COPIES = "notifications_eventcopy"
COPIES_BACKWARD = (
    f'REVOKE INSERT ON "{COPIES}" FROM {PORTAL_ROLE}; REVOKE USAGE ON SEQUENCE "{COPIES}_id_seq" FROM {PORTAL_ROLE};'
)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0006_notices_that_reach")]
    operations = [
        *[migrations.RunSQL(account_policy_sql(table), account_policy_reverse_sql(table)) for table in STAFF_TABLES],
        *[
            migrations.RunSQL(account_policy_sql(table, portal=verbs), account_policy_reverse_sql(table))
            for table, verbs in OWN_TABLES.items()
        ],
        *[migrations.RunSQL(portal_grant_sql(table, ("SELECT",)), portal_revoke_sql(table)) for table in PUBLIC_TABLES],
        *[migrations.RunSQL(append_only_sql(table), append_only_reverse_sql(table)) for table in LEDGERS],
        migrations.RunSQL(MATCHED_FORWARD, MATCHED_BACKWARD),
        migrations.RunSQL(portal_grant_sql(COPIES, ("INSERT",)), COPIES_BACKWARD),
    ]
