"""Who may see requests for leave: staff alone."""

from django.db import migrations

from lifecycle.rules.row_security import account_policy_reverse_sql, account_policy_sql

TABLE = "lifecycle_leaverequest"


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0004_ask_for_leave_and_name_stragglers"),
    ]

    operations = [
        migrations.RunSQL(account_policy_sql(TABLE), account_policy_reverse_sql(TABLE)),
    ]
