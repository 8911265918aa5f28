"""Which tables note floods of use, and how use goes down during a retirement?"""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0001_initial"),
        ("lifecycle", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FlaggedUser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("account_key", models.CharField(max_length=128)),
                ("user", models.CharField(max_length=256)),
                ("module_key", models.CharField(max_length=64)),
                ("peak", models.PositiveBigIntegerField()),
                ("peak_date", models.DateField()),
                ("usual", models.PositiveBigIntegerField()),
                (
                    "decision",
                    models.CharField(
                        choices=[("open", "Open"), ("bot", "Does not count"), ("person", "Counts again")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("flagged_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["module_key", "account_key", "user"],
                "constraints": [
                    models.UniqueConstraint(fields=("account_key", "user", "module_key"), name="flagged_user_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", ""), ("decision", "open")),
                            models.Q(
                                models.Q(("decision", "open"), _negated=True),
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="flagged_user_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UsageBaseline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of_date", models.DateField()),
                ("users_28", models.PositiveBigIntegerField(null=True)),
                ("accounts_28", models.PositiveBigIntegerField(null=True)),
                ("events_28", models.PositiveBigIntegerField(null=True)),
                ("frozen_at", models.DateTimeField()),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="lifecycle.sunsetplan"
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="analytics.usagesnapshot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BurnDownDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                ("users_28", models.PositiveBigIntegerField(null=True)),
                ("accounts_28", models.PositiveBigIntegerField(null=True)),
                ("accounts_left", models.PositiveBigIntegerField(null=True)),
                ("noted_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="lifecycle.sunsetplan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan_id", "date"],
                "constraints": [models.UniqueConstraint(fields=("plan", "date"), name="burn_down_once_a_day")],
            },
        ),
    ]
