import django.db.models.deletion
import portability.rules.transfer_status
import uuid
from django.db import migrations, models

from lifecycle.migrations._at_once import CreateModels


class Migration(migrations.Migration):

    dependencies = [
        ('lifecycle', '0002_row_security'),
        ('portability', '0003_downloadticket_delivered_bytes'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Transfer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('target', models.CharField(max_length=1000)),
                    ('status', models.CharField(choices=[('draft', 'draft'), ('mapped', 'mapped'), ('rehearsed', 'rehearsed'), ('piloted', 'piloted'), ('copying', 'copying'), ('syncing', 'syncing'), ('cutting_over', 'cutting_over'), ('verifying', 'verifying'), ('completed', 'completed'), ('paused', 'paused'), ('failed', 'failed'), ('rolled_back', 'rolled_back'), ('cancelled', 'cancelled')], default='draft', max_length=12)),
                    ('reason', models.CharField(blank=True, max_length=1000)),
                    ('limits', models.JSONField(default=dict)),
                    ('losses', models.JSONField(default=list)),
                    ('accepted', models.JSONField(default=list)),
                    ('accepted_by', models.CharField(blank=True, max_length=300)),
                    ('objects_total', models.PositiveBigIntegerField(default=0)),
                    ('opened_by', models.CharField(max_length=300)),
                    ('opened_at', models.DateTimeField()),
                    ('rehearsed_at', models.DateTimeField(blank=True, null=True)),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('planned_at', models.DateTimeField(blank=True, null=True)),
                    ('verified_at', models.DateTimeField(blank=True, null=True)),
                    ('signed_by', models.CharField(blank=True, max_length=300)),
                    ('signed_words', models.TextField(blank=True)),
                    ('completed_at', models.DateTimeField(blank=True, null=True)),
                    ('stopped_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.sunsetplan')),
                    ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portability.snapshot')),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['plan', 'account'], name='transfer_of_plan')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', [portability.rules.transfer_status.TransferStatus['DRAFT'], portability.rules.transfer_status.TransferStatus['MAPPED'], portability.rules.transfer_status.TransferStatus['REHEARSED'], portability.rules.transfer_status.TransferStatus['PILOTED'], portability.rules.transfer_status.TransferStatus['COPYING'], portability.rules.transfer_status.TransferStatus['SYNCING'], portability.rules.transfer_status.TransferStatus['CUTTING_OVER'], portability.rules.transfer_status.TransferStatus['VERIFYING'], portability.rules.transfer_status.TransferStatus['COMPLETED'], portability.rules.transfer_status.TransferStatus['PAUSED'], portability.rules.transfer_status.TransferStatus['FAILED'], portability.rules.transfer_status.TransferStatus['ROLLED_BACK'], portability.rules.transfer_status.TransferStatus['CANCELLED']])), name='transfer_status_known'), models.CheckConstraint(condition=models.Q(('target', ''), _negated=True), name='transfer_has_target'), models.UniqueConstraint(condition=models.Q(('status__in', [portability.rules.transfer_status.TransferStatus['COPYING'], portability.rules.transfer_status.TransferStatus['CUTTING_OVER'], portability.rules.transfer_status.TransferStatus['DRAFT'], portability.rules.transfer_status.TransferStatus['FAILED'], portability.rules.transfer_status.TransferStatus['MAPPED'], portability.rules.transfer_status.TransferStatus['PAUSED'], portability.rules.transfer_status.TransferStatus['PILOTED'], portability.rules.transfer_status.TransferStatus['REHEARSED'], portability.rules.transfer_status.TransferStatus['SYNCING'], portability.rules.transfer_status.TransferStatus['VERIFYING']])), fields=('plan', 'account'), name='transfer_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('rehearsed_at__isnull', True), ('rehearsed_at__gte', models.F('opened_at')), _connector='OR'), models.Q(('started_at__isnull', True), models.Q(('rehearsed_at__isnull', False), ('started_at__gte', models.F('rehearsed_at'))), _connector='OR'), models.Q(('completed_at__isnull', True), models.Q(('completed_at__gte', models.F('started_at')), ('started_at__isnull', False)), _connector='OR'), models.Q(('stopped_at__isnull', True), ('stopped_at__gte', models.F('opened_at')), _connector='OR')), name='transfer_dates_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'completed'), _negated=True), models.Q(('completed_at__isnull', False), ('verified_at__isnull', False)), _connector='OR'), name='transfer_completed_is_verified'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', [portability.rules.transfer_status.TransferStatus['CANCELLED'], portability.rules.transfer_status.TransferStatus['ROLLED_BACK']]), _negated=True), ('stopped_at__isnull', False), _connector='OR'), name='transfer_stopped_when')],
                },
            ),
            migrations.CreateModel(
                name='TransferDecline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('words', models.TextField()),
                    ('declined_by', models.CharField(max_length=300)),
                    ('declined_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='transfer_decline_has_words')],
                },
            ),
            migrations.CreateModel(
                name='TransferObject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=16)),
                    ('source_id', models.CharField(max_length=1000)),
                    ('part', models.PositiveIntegerField(default=0)),
                    ('turn', models.PositiveSmallIntegerField()),
                    ('position', models.PositiveBigIntegerField()),
                    ('status', models.CharField(choices=[('pending', 'pending'), ('sending', 'sending'), ('written', 'written'), ('verified', 'verified'), ('differs', 'differs'), ('failed', 'failed'), ('skipped', 'skipped'), ('superseded', 'superseded')], max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=500)),
                    ('checksum', models.CharField(blank=True, max_length=64)),
                    ('found_checksum', models.CharField(blank=True, max_length=64)),
                    ('idempotency_key', models.CharField(max_length=64, unique=True)),
                    ('round', models.PositiveIntegerField(default=0)),
                    ('target_id', models.CharField(blank=True, max_length=1000)),
                    ('tries', models.PositiveIntegerField(default=0)),
                    ('fence', models.PositiveBigIntegerField(default=0)),
                    ('lease_until_at', models.DateTimeField(blank=True, null=True)),
                    ('written_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objects_sent', to='portability.transfer')),
                ],
                options={
                    'ordering': ['transfer_id', 'turn', 'position', 'part'],
                    'indexes': [models.Index(fields=['transfer', 'status', 'turn', 'position', 'part'], name='transfer_object_due')],
                    'constraints': [models.UniqueConstraint(fields=('transfer', 'kind', 'source_id', 'part'), name='transfer_object_once'), models.CheckConstraint(condition=models.Q(('status__in', [portability.rules.transfer_status.ObjectStatus['PENDING'], portability.rules.transfer_status.ObjectStatus['SENDING'], portability.rules.transfer_status.ObjectStatus['WRITTEN'], portability.rules.transfer_status.ObjectStatus['VERIFIED'], portability.rules.transfer_status.ObjectStatus['DIFFERS'], portability.rules.transfer_status.ObjectStatus['FAILED'], portability.rules.transfer_status.ObjectStatus['SKIPPED'], portability.rules.transfer_status.ObjectStatus['SUPERSEDED']])), name='transfer_object_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['written', 'verified']), _negated=True), models.Q(models.Q(('target_id', ''), _negated=True), models.Q(('checksum', ''), _negated=True)), _connector='OR'), name='transfer_object_written_is_named'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sending'), _negated=True), ('lease_until_at__isnull', False), _connector='OR'), name='transfer_object_sending_is_leased'), models.CheckConstraint(condition=models.Q(('idempotency_key', ''), _negated=True), name='transfer_object_has_key')],
                },
            ),
        ),
    ]
