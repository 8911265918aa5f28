"""How do plans go on that a program before planned, and without accounts that planning fails on?"""

from django.db import migrations, models

_BRIEFLY = "SET LOCAL lock_timeout = '4s'"
# Who kept a calendar was planned as a whole: until its next look ends its letters may leave, as they could before.
_PLANNED = """
INSERT INTO notifications_planninground (plan_id, basis, after_key, is_whole, looked_at)
SELECT plan_id, '', '', true, counted_at FROM notifications_plancalendar
ON CONFLICT (plan_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0015_remember_how_far_planning_came"),
    ]

    operations = [
        migrations.RunSQL(_BRIEFLY, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="planninground",
            name="failing",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="planninground",
            name="fails_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(_PLANNED, migrations.RunSQL.noop),
        migrations.RunSQL(migrations.RunSQL.noop, _BRIEFLY),
    ]
