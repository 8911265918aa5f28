"""Who may read and write which rows: customers their inbox and answers only, staff all, ledgers are only added to."""

from django.db import migrations

from lifecycle.rules.row_security import (
    account_policy_reverse_sql,
    account_policy_sql,
    append_only_reverse_sql,
    append_only_sql,
    portal_grant_sql,
    portal_revoke_sql,
)

ACCOUNT_TABLES = {
    "notifications_obligation": (),
    "notifications_touchpoint": (),
    "notifications_delivery": (),
    "notifications_desktask": (),
    "notifications_inboxmessage": ("SELECT",),
    "notifications_acknowledgement": ("SELECT", "INSERT"),
}
SHARED_TABLES = {"notifications_notice": ("SELECT",)}
LEDGERS = ("notifications_acknowledgement", "notifications_deliveryevent")
SEEN_FORWARD = 'GRANT UPDATE (seen_at, seen_by) ON "notifications_inboxmessage" TO sunsetter_portal;'
SEEN_BACKWARD = 'REVOKE UPDATE (seen_at, seen_by) ON "notifications_inboxmessage" FROM sunsetter_portal;'


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("lifecycle", "0002_row_security")]
    operations = [
        *[
            migrations.RunSQL(account_policy_sql(table, portal=verbs), account_policy_reverse_sql(table))
            for table, verbs in ACCOUNT_TABLES.items()
        ],
        *[
            migrations.RunSQL(portal_grant_sql(table, verbs), portal_revoke_sql(table))
            for table, verbs in SHARED_TABLES.items()
        ],
        *[migrations.RunSQL(append_only_sql(table), append_only_reverse_sql(table)) for table in LEDGERS],
        migrations.RunSQL(SEEN_FORWARD, SEEN_BACKWARD),
    ]
