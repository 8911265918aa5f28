"""Who may see whom a retirement touches by name: staff alone."""

from django.db import migrations

from lifecycle.rules.row_security import account_policy_reverse_sql, account_policy_sql

SUBJECTS = "lifecycle_affectedsubject"


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0008_affected_ledger"),
    ]

    operations = [
        migrations.RunSQL(account_policy_sql(SUBJECTS), account_policy_reverse_sql(SUBJECTS)),
    ]
