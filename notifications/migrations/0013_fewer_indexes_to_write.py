"""Each change of a letter or a contact is written to every index: what another one answers, or nobody asks, goes.

A name is looked for whole, never by its beginning; attempts are found by `attempt_once`; nobody looks for letters by
contact. Most contacts have no run. The key of names stays as it is and is only called anew: to build it takes a lock.
"""

import django.db.models.deletion
from django.db import migrations, models

_FEWER = """
ALTER TABLE notifications_delivery
    RENAME CONSTRAINT notifications_delivery_message_id_key TO delivery_message_id_once;
DROP INDEX notifications_delivery_message_id_df4d325b_like, notifications_delivery_contact_id_11e1acf8,
    notifications_attempt_delivery_id_18dba30b, notifications_touchpoint_run_id_ecd17597;
CREATE INDEX touchpoint_of_run ON notifications_touchpoint (run_id) WHERE run_id IS NOT NULL;
"""
_AS_BEFORE = """
DROP INDEX touchpoint_of_run;
CREATE INDEX notifications_touchpoint_run_id_ecd17597 ON notifications_touchpoint (run_id);
CREATE INDEX notifications_attempt_delivery_id_18dba30b ON notifications_attempt (delivery_id);
CREATE INDEX notifications_delivery_contact_id_11e1acf8 ON notifications_delivery (contact_id);
CREATE INDEX notifications_delivery_message_id_df4d325b_like
    ON notifications_delivery (message_id varchar_pattern_ops);
ALTER TABLE notifications_delivery
    RENAME CONSTRAINT delivery_message_id_once TO notifications_delivery_message_id_key;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0012_forget_old_marks")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_FEWER, _AS_BEFORE)],
            state_operations=[
                migrations.AlterField(
                    model_name="attempt",
                    name="delivery",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="notifications.delivery",
                    ),
                ),
                migrations.AlterField(
                    model_name="delivery",
                    name="contact",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lifecycle.contact",
                    ),
                ),
                migrations.AlterField(
                    model_name="delivery", name="message_id", field=models.CharField(max_length=200)
                ),
                migrations.AddConstraint(
                    model_name="delivery",
                    constraint=models.UniqueConstraint(fields=("message_id",), name="delivery_message_id_once"),
                ),
                migrations.AlterField(
                    model_name="touchpoint",
                    name="run",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touchpoints",
                        to="notifications.sendrun",
                    ),
                ),
                migrations.AddIndex(
                    model_name="touchpoint",
                    index=models.Index(
                        condition=models.Q(("run__isnull", False)), fields=["run"], name="touchpoint_of_run"
                    ),
                ),
            ],
        ),
    ]
