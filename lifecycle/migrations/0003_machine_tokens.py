"""Which tokens may programs come with?"""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0002_row_security")]
    operations = [
        migrations.CreateModel(
            name="MachineToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("rights", models.JSONField(default=list)),
                ("source", models.CharField(help_text="The feed that the program speaks for.", max_length=64)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="token_name_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="token_source_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rights", []), _negated=True), name="token_may_something"
                    ),
                ],
            },
        ),
    ]
