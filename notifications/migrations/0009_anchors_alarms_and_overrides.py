"""Marks of the ledger, times of quarantine, alarms, words allowed on record."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import notifications.rules.notice_codes
import notifications.rules.quarantine
from lifecycle.rules.row_security import append_only_reverse_sql, append_only_sql


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0011_contacts_by_mailbox"),
        ("notifications", "0008_pack_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("environment", models.CharField(max_length=20)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="noticeapproval",
            name="preflight",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="hold_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("quiet", "Quiet"),
                    ("paused", "Paused"),
                    ("error", "Error"),
                    ("approval", "Approval"),
                    ("canary", "Canary"),
                    ("halted", "Halted"),
                    ("digest", "Digest"),
                    ("quarantine", "Quarantine"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("check_name", models.CharField(max_length=40)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("facts", models.JSONField(default=dict)),
                ("raised_at", models.DateTimeField()),
                ("telling_until", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["raised_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("check_name", "subject"),
                        name="alarm_once_while_it_lasts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Quarantine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "reason",
                    models.CharField(choices=[("older", "older"), ("label", "label"), ("gone", "gone")], max_length=10),
                ),
                ("ledger_at", models.DateTimeField()),
                ("doubtful_until", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("reconciled_at", models.DateTimeField(blank=True, null=True)),
                ("reconciled_by", models.CharField(blank=True, max_length=300)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("released_by", models.CharField(blank=True, max_length=300)),
                ("release_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=("reason",),
                        name="quarantine_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    notifications.rules.quarantine.QuarantineReason["OLDER"],
                                    notifications.rules.quarantine.QuarantineReason["LABEL"],
                                    notifications.rules.quarantine.QuarantineReason["GONE"],
                                ],
                            )
                        ),
                        name="quarantine_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_at__isnull", True),
                            models.Q(
                                ("reconciled_at__isnull", False),
                                models.Q(("released_by", ""), _negated=True),
                                models.Q(("release_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quarantine_released_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("sunset_announced", "Announcement"),
                            ("sunset_reminder", "Reminder"),
                            ("last_call", "Last call"),
                            ("switched_off", "Switched off"),
                            ("after", "What happens to the archive"),
                            ("correction", "Correction of dates"),
                            ("cancelled", "Withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.CharField(max_length=80)),
                ("basis", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="lifecycle.sunsetplan"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("plan", "code", "words"),
                        name="legal_override_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    notifications.rules.notice_codes.NoticeCode["SUNSET_ANNOUNCED"],
                                    notifications.rules.notice_codes.NoticeCode["SUNSET_REMINDER"],
                                    notifications.rules.notice_codes.NoticeCode["LAST_CALL"],
                                    notifications.rules.notice_codes.NoticeCode["SWITCHED_OFF"],
                                    notifications.rules.notice_codes.NoticeCode["AFTER"],
                                    notifications.rules.notice_codes.NoticeCode["CORRECTION"],
                                    notifications.rules.notice_codes.NoticeCode["CANCELLED"],
                                ],
                            )
                        ),
                        name="legal_override_code_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                        ),
                        name="legal_override_on_record",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            append_only_sql("notifications_ledgermark"), append_only_reverse_sql("notifications_ledgermark")
        ),
    ]
