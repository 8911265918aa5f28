import django.db.models.deletion
import portability.rules.depth
import portability.rules.export_status
import uuid
from django.db import migrations, models

from lifecycle.migrations._at_once import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('lifecycle', '0002_row_security'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='RetentionSchedule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('record_class', models.CharField(max_length=64, unique=True)),
                    ('months', models.IntegerField()),
                    ('legal_basis', models.CharField(max_length=500)),
                    ('owner', models.CharField(max_length=300)),
                    ('review_date', models.DateField()),
                ],
                options={
                    'ordering': ['record_class'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('months__gt', 0)), name='retention_months_positive'), models.CheckConstraint(condition=models.Q(models.Q(('legal_basis', ''), _negated=True), models.Q(('owner', ''), _negated=True), models.Q(('record_class', ''), _negated=True)), name='retention_is_filled_in')],
                },
            ),
            migrations.CreateModel(
                name='Segment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64)),
                    ('stored_sha256', models.CharField(max_length=64)),
                    ('kind', models.CharField(max_length=16)),
                    ('container', models.CharField(blank=True, max_length=300)),
                    ('month', models.CharField(max_length=8)),
                    ('records', models.PositiveIntegerField()),
                    ('size_bytes', models.PositiveBigIntegerField()),
                    ('stored_bytes', models.PositiveBigIntegerField()),
                    ('counts', models.JSONField(default=dict)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'sha256'), name='segment_once_per_account'), models.CheckConstraint(condition=models.Q(('records__gt', 0)), name='segment_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='Settlement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(choices=[('declined', 'declined in writing'), ('archived', 'archived for them after the deadline')], max_length=8)),
                    ('words', models.TextField()),
                    ('settled_by', models.CharField(max_length=300)),
                    ('settled_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['declined', 'archived'])), name='settlement_kind_known'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='settlement_has_words')],
                },
            ),
            migrations.CreateModel(
                name='Snapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('purpose', models.CharField(choices=[('content', 'content'), ('archive', 'archive')], max_length=8)),
                    ('number', models.PositiveIntegerField()),
                    ('root', models.CharField(max_length=64)),
                    ('records', models.PositiveBigIntegerField()),
                    ('size_bytes', models.PositiveBigIntegerField()),
                    ('kinds', models.JSONField(default=dict)),
                    ('listing', models.TextField(blank=True)),
                    ('signature', models.JSONField(default=dict)),
                    ('taken_by', models.CharField(max_length=300)),
                    ('taken_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['account_id', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Export',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('request', models.JSONField()),
                    ('request_sha256', models.CharField(max_length=64)),
                    ('status', models.CharField(choices=[('requested', 'requested'), ('awaiting_approval', 'awaiting_approval'), ('queued', 'queued'), ('snapshotting', 'snapshotting'), ('building', 'building'), ('packaging', 'packaging'), ('verifying', 'verifying'), ('ready', 'ready'), ('paused', 'paused'), ('failed', 'failed'), ('refused', 'refused'), ('cancelled', 'cancelled'), ('expired', 'expired'), ('revoked', 'revoked')], max_length=20)),
                    ('reason', models.CharField(blank=True, max_length=1000)),
                    ('is_complete', models.BooleanField(blank=True, null=True)),
                    ('chunk_records', models.PositiveIntegerField(default=5000)),
                    ('chunks_total', models.PositiveIntegerField(default=0)),
                    ('tries', models.PositiveIntegerField(default=0)),
                    ('fence', models.PositiveBigIntegerField(default=0)),
                    ('lease_until_at', models.DateTimeField(blank=True, null=True)),
                    ('requested_by', models.CharField(max_length=300)),
                    ('requested_identity', models.CharField(max_length=300)),
                    ('requested_at', models.DateTimeField()),
                    ('progressed_at', models.DateTimeField()),
                    ('ready_at', models.DateTimeField(blank=True, null=True)),
                    ('expires_at', models.DateTimeField(blank=True, null=True)),
                    ('downloaded_at', models.DateTimeField(blank=True, null=True)),
                    ('verified_at', models.DateTimeField(blank=True, null=True)),
                    ('package_sha256', models.CharField(blank=True, max_length=64)),
                    ('package_bytes', models.PositiveBigIntegerField(default=0)),
                    ('summary', models.JSONField(default=dict)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portability.snapshot')),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['account', '-requested_at'], name='export_of_account')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', [portability.rules.export_status.ExportStatus['REQUESTED'], portability.rules.export_status.ExportStatus['AWAITING_APPROVAL'], portability.rules.export_status.ExportStatus['QUEUED'], portability.rules.export_status.ExportStatus['SNAPSHOTTING'], portability.rules.export_status.ExportStatus['BUILDING'], portability.rules.export_status.ExportStatus['PACKAGING'], portability.rules.export_status.ExportStatus['VERIFYING'], portability.rules.export_status.ExportStatus['READY'], portability.rules.export_status.ExportStatus['PAUSED'], portability.rules.export_status.ExportStatus['FAILED'], portability.rules.export_status.ExportStatus['REFUSED'], portability.rules.export_status.ExportStatus['CANCELLED'], portability.rules.export_status.ExportStatus['EXPIRED'], portability.rules.export_status.ExportStatus['REVOKED']])), name='export_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'ready'), _negated=True), models.Q(('expires_at__isnull', False), ('is_complete__isnull', False), ('ready_at__isnull', False), models.Q(('package_sha256', ''), _negated=True)), _connector='OR'), name='export_ready_is_whole'), models.CheckConstraint(condition=models.Q(('chunk_records__gt', 0)), name='export_chunk_records_positive'), models.UniqueConstraint(condition=models.Q(('status__in', [portability.rules.export_status.ExportStatus['AWAITING_APPROVAL'], portability.rules.export_status.ExportStatus['BUILDING'], portability.rules.export_status.ExportStatus['PACKAGING'], portability.rules.export_status.ExportStatus['PAUSED'], portability.rules.export_status.ExportStatus['QUEUED'], portability.rules.export_status.ExportStatus['REQUESTED'], portability.rules.export_status.ExportStatus['SNAPSHOTTING'], portability.rules.export_status.ExportStatus['VERIFYING']])), fields=('account', 'request_sha256'), name='export_one_open_per_request')],
                },
            ),
            migrations.CreateModel(
                name='Copy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('url', models.CharField(max_length=1000)),
                    ('place', models.CharField(max_length=1000)),
                    ('copied_at', models.DateTimeField()),
                    ('depth', models.PositiveSmallIntegerField(default=portability.rules.depth.Depth['NOTHING'])),
                    ('checked_at', models.DateTimeField(blank=True, null=True)),
                    ('problems', models.JSONField(default=list)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='portability.snapshot')),
                ],
                options={
                    'ordering': ['snapshot_id', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('snapshot', 'url'), name='copy_once_per_place'), models.CheckConstraint(condition=models.Q(('depth__lte', 5)), name='copy_depth_known')],
                },
            ),
            migrations.CreateModel(
                name='ContentImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('connector', models.CharField(max_length=40)),
                    ('zone', models.CharField(max_length=64)),
                    ('source_name', models.CharField(max_length=300)),
                    ('source_sha256', models.CharField(max_length=64)),
                    ('status', models.CharField(choices=[('accepted', 'accepted'), ('unchanged', 'nothing new'), ('refused', 'refused')], max_length=16)),
                    ('reason', models.CharField(blank=True, max_length=1000)),
                    ('counts', models.JSONField(default=dict)),
                    ('problems_path', models.CharField(blank=True, max_length=300)),
                    ('imported_by', models.CharField(max_length=300)),
                    ('imported_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='portability.snapshot')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['accepted', 'unchanged', 'refused'])), name='content_import_status_known')],
                },
            ),
            migrations.CreateModel(
                name='SnapshotSegment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveIntegerField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('segment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portability.segment')),
                    ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='portability.snapshot')),
                ],
                options={
                    'ordering': ['snapshot_id', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('snapshot', 'position'), name='snapshot_position_once')],
                },
            ),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='segments',
            field=models.ManyToManyField(related_name='+', through='portability.SnapshotSegment', to='portability.segment'),
        ),
        CreateModels(
            migrations.CreateModel(
                name='Blob',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64)),
                    ('size_bytes', models.PositiveBigIntegerField()),
                    ('since', models.PositiveIntegerField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'sha256'), name='blob_once_per_account')],
                },
            ),
            migrations.CreateModel(
                name='DownloadTicket',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identity', models.CharField(max_length=300)),
                    ('secret_sha256', models.CharField(max_length=64, unique=True)),
                    ('issued_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('export', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portability.export')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='download_ticket_ends_later'), models.CheckConstraint(condition=models.Q(('identity', ''), _negated=True), name='download_ticket_has_identity')],
                },
            ),
            migrations.CreateModel(
                name='ExportChunk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('n', models.PositiveIntegerField()),
                    ('first_position', models.PositiveIntegerField()),
                    ('last_position', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('size_bytes', models.PositiveBigIntegerField()),
                    ('records', models.PositiveBigIntegerField()),
                    ('committed_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('export', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='portability.export')),
                ],
                options={
                    'ordering': ['export_id', 'n'],
                    'constraints': [models.UniqueConstraint(fields=('export', 'n'), name='export_chunk_once'), models.CheckConstraint(condition=models.Q(('last_position__gte', models.F('first_position'))), name='export_chunk_forward')],
                },
            ),
            migrations.CreateModel(
                name='LegalHold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('scope', models.JSONField(default=dict)),
                    ('reason', models.TextField()),
                    ('placed_by', models.CharField(max_length=300)),
                    ('placed_at', models.DateTimeField()),
                    ('lifted_by', models.JSONField(default=list)),
                    ('lifted_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='legal_hold_has_reason'), models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), ('lifted_by__1__isnull', False), _connector='OR'), name='legal_hold_lifted_by_two')],
                },
            ),
            migrations.CreateModel(
                name='RestoreDrill',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('started_at', models.DateTimeField()),
                    ('took_ms', models.PositiveBigIntegerField()),
                    ('depth', models.PositiveSmallIntegerField()),
                    ('records', models.PositiveBigIntegerField()),
                    ('blobs', models.PositiveBigIntegerField()),
                    ('root', models.CharField(blank=True, max_length=64)),
                    ('differences', models.JSONField(default=list)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                    ('copy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drills', to='portability.copy')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('depth__lte', 5)), name='drill_depth_known'), models.CheckConstraint(condition=models.Q(('depth__lt', 5), ('differences', []), _connector='OR'), name='drill_equal_without_differences')],
                },
            ),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(fields=('account', 'number'), name='snapshot_number_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('plan__isnull', True), ('purpose', 'content')), models.Q(('purpose', 'archive'), models.Q(('listing', ''), _negated=True)), _connector='OR'), name='snapshot_archive_has_listing'),
        ),
    ]
