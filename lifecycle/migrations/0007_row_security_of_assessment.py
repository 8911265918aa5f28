"""Who may see an assessment: staff alone; and which of its tables only ever grow?"""

from django.db import migrations

from lifecycle.rules.row_security import (
    account_policy_reverse_sql,
    account_policy_sql,
    append_only_reverse_sql,
    append_only_sql,
)

REMARKS = "lifecycle_planremark"
LEDGERS = ("lifecycle_assessmentchange", "lifecycle_riskbacking", "lifecycle_decisiondossier")


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0006_assessment"),
    ]

    operations = [
        migrations.RunSQL(account_policy_sql(REMARKS), account_policy_reverse_sql(REMARKS)),
        *[migrations.RunSQL(append_only_sql(table), append_only_reverse_sql(table)) for table in LEDGERS],
    ]
