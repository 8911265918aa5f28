"""Each change of a letter or a contact is written to every index: what another one answers, or nobody asks, goes.

A name is looked for whole, never by its beginning; attempts are found by `attempt_once`; nobody looks for letters by
contact. Most contacts have no run. The key of names stays as it is and is only called anew, with its index.

Nobody who sends waits for any of it: each statement stands alone, and none takes a lock that keeps writers out. One
that was cut half-way is run again from its beginning; an index that was left half built is dropped first.
"""

import django.db.models.deletion
from django.db import migrations, models


def _built(name: str, on: str) -> list[str]:
    return [f"DROP INDEX CONCURRENTLY IF EXISTS {name}", f"CREATE INDEX CONCURRENTLY {name} ON notifications_{on}"]


def _dropped(*names: str) -> list[str]:
    return [f"DROP INDEX CONCURRENTLY IF EXISTS {name}" for name in names]


_FEWER = [
    "ALTER INDEX IF EXISTS notifications_delivery_message_id_key RENAME TO delivery_message_id_once",
    *_built("touchpoint_of_run", "touchpoint (run_id) WHERE run_id IS NOT NULL"),
    *_dropped("notifications_touchpoint_run_id_ecd17597", "notifications_delivery_message_id_df4d325b_like"),
    *_dropped("notifications_delivery_contact_id_11e1acf8", "notifications_attempt_delivery_id_18dba30b"),
]
_AS_BEFORE = [
    *_built("notifications_attempt_delivery_id_18dba30b", "attempt (delivery_id)"),
    *_built("notifications_delivery_contact_id_11e1acf8", "delivery (contact_id)"),
    *_built("notifications_delivery_message_id_df4d325b_like", "delivery (message_id varchar_pattern_ops)"),
    *_built("notifications_touchpoint_run_id_ecd17597", "touchpoint (run_id)"),
    *_dropped("touchpoint_of_run"),
    "ALTER INDEX IF EXISTS delivery_message_id_once RENAME TO notifications_delivery_message_id_key",
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0012_forget_old_marks")]

    operations = [
        migrations.RunSQL(_FEWER, _AS_BEFORE),
        migrations.SeparateDatabaseAndState(
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
