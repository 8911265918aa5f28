"""How far planning came is kept for each plan. Nobody who changes a plan waits long for the table that names it."""

import django.db.models.deletion
from django.db import migrations, models

_BRIEFLY = "SET LOCAL lock_timeout = '4s'"


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0001_initial"),
        ("notifications", "0014_rules_in_fewer_words"),
    ]

    operations = [
        migrations.RunSQL(_BRIEFLY, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="PlanningRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(max_length=64)),
                ("after_key", models.CharField(blank=True, max_length=64)),
                ("is_whole", models.BooleanField(default=False)),
                ("looked_at", models.DateTimeField()),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="lifecycle.sunsetplan"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("is_whole", False)), fields=["plan"], name="planned_in_part")
                ],
            },
        ),
        migrations.RunSQL(migrations.RunSQL.noop, _BRIEFLY),
    ]
