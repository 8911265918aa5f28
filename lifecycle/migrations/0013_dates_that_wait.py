"""Which tables keep dates that wait for a second person, and who stands behind them?"""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lifecycle', '0012_keep_silences'),
    ]

    operations = [
        migrations.CreateModel(
            name='DateRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('dates', models.JSONField()),
                ('mark', models.CharField(max_length=64)),
                ('reason', models.TextField()),
                ('identity', models.CharField(max_length=254)),
                ('name', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.CharField(blank=True, max_length=300)),
                ('outcome', models.CharField(blank=True, choices=[('moved', 'Moved'), ('declined', 'Declined')], max_length=8)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='date_requests', to='lifecycle.sunsetplan')),
            ],
            options={
                'ordering': ['plan_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DateBacking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.CharField(max_length=254)),
                ('name', models.CharField(max_length=300)),
                ('role', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='backings', to='lifecycle.daterequest')),
            ],
            options={
                'ordering': ['request_id', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='daterequest',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='date_request_reason_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='daterequest',
            constraint=models.CheckConstraint(condition=models.Q(('identity', ''), _negated=True), name='date_request_identity_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='daterequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('outcome', '')), models.Q(('answered_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='date_request_answered_with_outcome'),
        ),
        migrations.AddConstraint(
            model_name='datebacking',
            constraint=models.UniqueConstraint(fields=('request', 'identity'), name='dates_backed_once_per_person'),
        ),
        migrations.AddConstraint(
            model_name='datebacking',
            constraint=models.CheckConstraint(condition=models.Q(('identity', ''), _negated=True), name='date_backing_identity_not_blank'),
        ),
    ]
