"""Which copies may a customer's own request make? A test event for one of its own webhooks."""

from django.db import migrations

from lifecycle.rules.row_security import PORTAL_ROLE, portal_grant_sql

TABLE = "notifications_eventcopy"
BACKWARD = (
    f'REVOKE INSERT ON "{TABLE}" FROM {PORTAL_ROLE}; REVOKE USAGE ON SEQUENCE "{TABLE}_id_seq" FROM {PORTAL_ROLE};'
)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0013_row_security_of_calendar_days")]
    operations = [migrations.RunSQL(portal_grant_sql(TABLE, ("INSERT",)), BACKWARD)]
