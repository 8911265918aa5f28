import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0008_reports_of_all_modules")]

    operations = [
        migrations.CreateModel(
            name="PulledDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                ("path", models.CharField(blank=True, max_length=200)),
                ("rows", models.PositiveBigIntegerField()),
                ("events", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("mark", models.CharField(max_length=300)),
                ("recipe", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activity_import",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pulled",
                        to="analytics.activityimport",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="analytics.activitysource",
                    ),
                ),
            ],
            options={
                "ordering": ["date", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("source", "date"),
                        name="pulled_once_per_source_and_day",
                    )
                ],
            },
        ),
    ]
