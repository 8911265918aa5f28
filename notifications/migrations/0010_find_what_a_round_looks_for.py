import django.db.models.deletion
from django.db import migrations, models

from lifecycle.migrations._at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('lifecycle', '0011_contacts_by_mailbox'),
        ('notifications', '0009_anchors_alarms_and_overrides'),
    ]

    operations = [
        AtOnce(
            migrations.AddIndex(
                model_name='delivery',
                index=models.Index(condition=models.Q(('status', 'held')), fields=['hold_reason', 'not_before'], name='delivery_held'),
            ),
            migrations.AddIndex(
                model_name='delivery',
                index=models.Index(models.Func(models.F('address_norm'), models.Value('@'), models.Value(2), function='split_part'), models.F('not_before'), models.F('id'), condition=models.Q(('channel', 'email'), ('status', 'ready')), name='delivery_ready_of_domain'),
            ),
            migrations.AddIndex(
                model_name='touchpoint',
                index=models.Index(condition=models.Q(('reason', 'nobody to write to'), ('status', 'released')), fields=['account'], name='touchpoint_without_anybody'),
            ),
            migrations.AlterField(
                model_name='delivery',
                name='touchpoint',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notifications.touchpoint'),
            ),
            migrations.AlterField(
                model_name='touchpoint',
                name='notice',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='touchpoints', to='notifications.notice'),
            ),
            migrations.AlterField(
                model_name='touchpoint',
                name='plan',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan'),
            ),
        ),
    ]
