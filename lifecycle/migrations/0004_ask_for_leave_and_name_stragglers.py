"""Which tables keep the half of a leave that waits for a second person, and how is a straggler named outside?"""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0003_machine_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="exemption",
            name="owner_email",
            field=models.EmailField(blank=True, help_text="Who looks after it until its end.", max_length=254),
        ),
        migrations.AddField(
            model_name="straggler",
            name="uuid",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
            ),
        ),
        migrations.CreateModel(
            name="LeaveRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("criterion", models.CharField(blank=True, max_length=40)),
                ("reason", models.TextField()),
                ("owner_email", models.EmailField(blank=True, max_length=254)),
                ("ends_at", models.DateTimeField()),
                ("identity", models.CharField(max_length=254)),
                ("name", models.CharField(max_length=300)),
                ("role", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, max_length=300)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="lifecycle.account"
                    ),
                ),
                (
                    "exemption",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="request",
                        to="lifecycle.exemption",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leave_requests",
                        to="lifecycle.sunsetplan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="leave_request_reason_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("identity", ""), _negated=True), name="leave_request_identity_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("exemption__isnull", True), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="leave_request_granted_is_answered",
                    ),
                ],
            },
        ),
    ]
