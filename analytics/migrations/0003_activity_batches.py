
import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0002_note_floods_and_burn_down'),
    ]

    operations = [
        migrations.CreateModel(
            name='QueryCursor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('source', models.CharField(max_length=64)),
                ('column', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=16)),
                ('value', models.CharField(max_length=200)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['source', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='cursor_has_a_value')],
            },
        ),
        migrations.CreateModel(
            name='ActivityBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(max_length=64)),
                ('token', models.CharField(max_length=64)),
                ('idempotency_key', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64)),
                ('size_bytes', models.PositiveBigIntegerField()),
                ('events', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('received', 'Received'), ('imported', 'Imported'), ('refused', 'Refused')], default='received', max_length=8)),
                ('received_at', models.DateTimeField()),
                ('lease_until_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('added', models.PositiveIntegerField(default=0)),
                ('repeated', models.PositiveIntegerField(default=0)),
                ('rejected', models.PositiveIntegerField(default=0)),
                ('reasons', models.JSONField(default=list)),
                ('message', models.CharField(blank=True, max_length=1000)),
                ('activity_import', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='analytics.activityimport')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('status', 'received')), fields=['received_at'], name='batch_waiting')],
                'constraints': [models.UniqueConstraint(fields=('source', 'idempotency_key'), name='batch_once_by_key'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('status', 'received')), models.Q(('lease_until_at', None), ('settled_at__isnull', False), ('status__in', ['imported', 'refused'])), _connector='OR'), name='batch_settled_or_waiting'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'imported'), _negated=True), ('events', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('added'), '+', models.F('repeated')), '+', models.F('rejected'))), _connector='OR'), name='batch_rows_add_up')],
            },
        ),
    ]
