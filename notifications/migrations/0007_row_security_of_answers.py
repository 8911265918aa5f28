"""Who may read and write escalations, waivers, proofs and the history of the desk: staff only; ledgers only grow."""

from django.db import migrations

from lifecycle.rules.row_security import (
    account_policy_reverse_sql,
    account_policy_sql,
    append_only_reverse_sql,
    append_only_sql,
)

ACCOUNT_TABLES = (
    "notifications_escalation",
    "notifications_waiver",
    "notifications_proofentry",
    "notifications_personalvalue",
    "notifications_deskentry",
)
LEDGERS = ("notifications_proofentry", "notifications_deskentry")


class Migration(migrations.Migration):
    dependencies = [("notifications", "0006_keep_answers_proofs_and_desk")]
    operations = [
        *[migrations.RunSQL(account_policy_sql(table), account_policy_reverse_sql(table)) for table in ACCOUNT_TABLES],
        *[migrations.RunSQL(append_only_sql(table), append_only_reverse_sql(table)) for table in LEDGERS],
    ]
