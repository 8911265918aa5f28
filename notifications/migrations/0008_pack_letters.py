import django.db.models.deletion
from django.db import migrations, models

from lifecycle.migrations._at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0011_contacts_by_mailbox"),
        ("notifications", "0007_row_security_of_notices"),
    ]

    operations = [
        AtOnce(
            migrations.AddField(
                model_name="delivery",
                name="carrier",
                field=models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="carried",
                    to="notifications.delivery",
                ),
            ),
            migrations.AddField(
                model_name="delivery",
                name="carries",
                field=models.BooleanField(db_default=False, default=False),
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
                    ],
                    max_length=10,
                ),
            ),
            migrations.AddIndex(
                model_name="delivery",
                index=models.Index(
                    condition=models.Q(("carrier__isnull", False)), fields=["carrier"], name="delivery_carried"
                ),
            ),
            migrations.AddIndex(
                model_name="delivery",
                index=models.Index(
                    condition=models.Q(("hold_reason", "digest")), fields=["carrier"], name="delivery_waiting_in_a_letter"
                ),
            ),
            migrations.AddIndex(
                model_name="delivery",
                index=models.Index(
                    condition=models.Q(("channel", "email"), ("status__in", ["ready", "held"])),
                    fields=["address_norm"],
                    name="delivery_waiting_in_mailbox",
                ),
            ),
            migrations.AddConstraint(
                model_name="delivery",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("carrier__isnull", True),
                        models.Q(("status__in", ["ready", "held"]), _negated=True),
                        ("hold_reason", "digest"),
                        _connector="OR",
                    ),
                    name="delivery_carried_never_leaves_alone",
                ),
            ),
            migrations.AddConstraint(
                model_name="delivery",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("hold_reason", "digest"), _negated=True), ("carrier__isnull", False), _connector="OR"
                    ),
                    name="delivery_packed_has_a_carrier",
                ),
            ),
            migrations.AddConstraint(
                model_name="delivery",
                constraint=models.CheckConstraint(
                    condition=models.Q(("carrier__isnull", True), ("carries", False), _connector="OR"),
                    name="delivery_carried_carries_nothing",
                ),
            ),
        ),
    ]
