"""Who may read and write webhooks, calendar addresses and announcements: an account its own, everybody what is public."""

from django.db import migrations

from lifecycle.rules.row_security import (
    APP_ROLE,
    account_policy_reverse_sql,
    account_policy_sql,
    append_only_reverse_sql,
    append_only_sql,
    portal_grant_sql,
    portal_revoke_sql,
)

ACCOUNT_TABLES = {
    "notifications_webhookendpoint": ("SELECT", "INSERT", "UPDATE"),
    "notifications_eventcopy": ("SELECT",),
    "notifications_calendarfeed": ("SELECT", "INSERT", "UPDATE"),
}
PUBLIC_TABLES = ("notifications_announcement", "notifications_calendarentry")
# An event is as it came; only that it was matched and applied is written to it afterwards.
MATCHED_FORWARD = f'GRANT UPDATE (delivery_id, applied_at) ON "notifications_deliveryevent" TO {APP_ROLE};'
MATCHED_BACKWARD = f'REVOKE UPDATE (delivery_id, applied_at) ON "notifications_deliveryevent" FROM {APP_ROLE};'


class Migration(migrations.Migration):
    dependencies = [("notifications", "0010_surfaces_and_copies")]
    operations = [
        *[
            migrations.RunSQL(account_policy_sql(table, portal=verbs), account_policy_reverse_sql(table))
            for table, verbs in ACCOUNT_TABLES.items()
        ],
        *[migrations.RunSQL(portal_grant_sql(table, ("SELECT",)), portal_revoke_sql(table)) for table in PUBLIC_TABLES],
        migrations.RunSQL(
            append_only_sql("notifications_announcement"), append_only_reverse_sql("notifications_announcement")
        ),
        migrations.RunSQL(MATCHED_FORWARD, MATCHED_BACKWARD),
    ]
