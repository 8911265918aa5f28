"""How is it kept by which way each attempt left? The default stands in the database: older programs write on."""

from django.db import migrations, models

_BRIEFLY = "SET LOCAL lock_timeout = '4s'"


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0016_plan_without_whom_it_fails_on"),
    ]

    operations = [
        migrations.RunSQL(_BRIEFLY, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="attempt",
            name="route",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, _BRIEFLY),
    ]
