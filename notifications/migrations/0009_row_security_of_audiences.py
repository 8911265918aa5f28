"""Who may read and write who would be told: staff only."""

from django.db import migrations

from lifecycle.rules.row_security import account_policy_reverse_sql, account_policy_sql

TABLE = "notifications_audiencemember"


class Migration(migrations.Migration):
    dependencies = [("notifications", "0008_approve_notices_and_watch_mailings")]
    operations = [migrations.RunSQL(account_policy_sql(TABLE), account_policy_reverse_sql(TABLE))]
