"""Who stands behind dates that were asked for is only ever added to."""

from django.db import migrations

from lifecycle.rules.row_security import append_only_reverse_sql, append_only_sql

TABLE = "lifecycle_datebacking"


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0013_dates_that_wait"),
    ]

    operations = [
        migrations.RunSQL(append_only_sql(TABLE), append_only_reverse_sql(TABLE)),
    ]
