"""Which rows of exports and archives may the portal see, and which tables only ever grow?"""

from django.db import migrations

from lifecycle.rules.row_security import (
    account_policy_reverse_sql,
    account_policy_sql,
    append_only_reverse_sql,
    append_only_sql,
)

ACCOUNT_TABLES = {
    "portability_contentimport": (),
    "portability_segment": ("SELECT",),
    "portability_blob": ("SELECT",),
    "portability_snapshot": ("SELECT",),
    "portability_snapshotsegment": ("SELECT",),
    "portability_export": ("SELECT", "INSERT", "UPDATE"),
    "portability_exportchunk": ("SELECT",),
    "portability_downloadticket": ("SELECT", "INSERT", "UPDATE"),
    "portability_settlement": ("SELECT", "INSERT"),
    "portability_copy": (),
    "portability_restoredrill": (),
    "portability_legalhold": ("SELECT",),
}
LEDGERS = ("portability_settlement", "portability_restoredrill")


class Migration(migrations.Migration):
    """Forces row-level security on every table of ours that names an account, and keeps ledgers append-only."""

    dependencies = [("portability", "0001_initial"), ("lifecycle", "0002_row_security")]
    operations = [
        migrations.RunSQL(account_policy_sql(table, portal=verbs), account_policy_reverse_sql(table))
        for table, verbs in ACCOUNT_TABLES.items()
    ] + [migrations.RunSQL(append_only_sql(table), append_only_reverse_sql(table)) for table in LEDGERS]
