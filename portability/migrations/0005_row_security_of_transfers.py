"""Which rows of transfers may the portal see, and which table of them only ever grows?"""

from django.db import migrations

from lifecycle.rules.row_security import (
    account_policy_reverse_sql,
    account_policy_sql,
    append_only_reverse_sql,
    append_only_sql,
)

TABLES = ("portability_transfer", "portability_transferobject", "portability_transferdecline")
LEDGER = "portability_transferdecline"


class Migration(migrations.Migration):
    """A customer may read how far its own transfer is, and write nothing."""

    dependencies = [("portability", "0004_transfers")]
    operations = [
        *(
            migrations.RunSQL(account_policy_sql(table, portal=("SELECT",)), account_policy_reverse_sql(table))
            for table in TABLES
        ),
        migrations.RunSQL(append_only_sql(LEDGER), append_only_reverse_sql(LEDGER)),
    ]
