"""Who may read the days of an account: the staff alone."""

from django.db import migrations

from lifecycle.rules.row_security import account_policy_reverse_sql, account_policy_sql

TABLE = "notifications_calendarday"


class Migration(migrations.Migration):
    dependencies = [("notifications", "0012_days_of_places_and_accounts")]
    operations = [migrations.RunSQL(account_policy_sql(TABLE), account_policy_reverse_sql(TABLE))]
