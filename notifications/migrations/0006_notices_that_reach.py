import django.db.models.deletion
import notifications.rules.announcements
import notifications.rules.calendar_entries
import notifications.rules.copies
import notifications.rules.ladder_steps
import notifications.rules.notice_codes
import notifications.rules.runs
import notifications.rules.statuses
import uuid
from django.db import migrations, models

from lifecycle.migrations._at_once import AtOnce, CreateModels


class Migration(migrations.Migration):

    dependencies = [
        ('lifecycle', '0010_remember_that_an_outage_opened'),
        ('notifications', '0005_ask_about_use_that_is_back'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Briefing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('wording', models.TextField()),
                    ('answers', models.TextField(blank=True)),
                    ('text_sha', models.CharField(max_length=64)),
                    ('written_by', models.CharField(max_length=300)),
                    ('written_at', models.DateTimeField()),
                    ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('wording', ''), _negated=True), name='briefing_has_a_wording')],
                },
            ),
            migrations.CreateModel(
                name='BriefedTeam',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('name', models.CharField(max_length=100)),
                    ('person_email', models.EmailField(blank=True, max_length=254)),
                    ('text_sha', models.CharField(blank=True, max_length=64)),
                    ('confirmed_by', models.CharField(blank=True, max_length=300)),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='notifications.briefing')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.UniqueConstraint(fields=('briefing', 'name'), name='briefed_team_once'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('text_sha', '')), models.Q(('confirmed_at__isnull', False), models.Q(('text_sha', ''), _negated=True), models.Q(('confirmed_by', ''), _negated=True)), _connector='OR'), name='briefed_team_confirmed_by_someone')],
                },
            ),
            migrations.CreateModel(
                name='DeskAbsence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('owner_email', models.EmailField(max_length=254)),
                    ('first_date', models.DateField()),
                    ('last_date', models.DateField()),
                    ('backup_email', models.EmailField(blank=True, max_length=254)),
                    ('noted_by', models.CharField(max_length=300)),
                    ('noted_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['first_date', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('last_date__gte', models.F('first_date'))), name='desk_absence_ends_later'), models.CheckConstraint(condition=models.Q(('owner_email', models.F('backup_email')), _negated=True), name='desk_absence_backup_is_another'), models.UniqueConstraint(fields=('owner_email', 'first_date'), name='desk_absence_once')],
                },
            ),
            migrations.CreateModel(
                name='DeskEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('act', models.CharField(choices=[('closed', 'closed'), ('undone', 'undone'), ('snoozed', 'snoozed'), ('handed_over', 'handed_over'), ('escalated', 'escalated'), ('backed_up', 'backed_up')], max_length=12)),
                    ('outcome', models.CharField(blank=True, max_length=16)),
                    ('person', models.CharField(blank=True, max_length=300)),
                    ('note', models.TextField(blank=True)),
                    ('by', models.CharField(max_length=300)),
                    ('owner_email', models.CharField(blank=True, max_length=254)),
                    ('until_date', models.DateField(blank=True, null=True)),
                    ('at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='notifications.desktask')),
                ],
                options={
                    'ordering': ['-at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('act__in', [notifications.rules.statuses.DeskAct['CLOSED'], notifications.rules.statuses.DeskAct['UNDONE'], notifications.rules.statuses.DeskAct['SNOOZED'], notifications.rules.statuses.DeskAct['HANDED_OVER'], notifications.rules.statuses.DeskAct['ESCALATED'], notifications.rules.statuses.DeskAct['BACKED_UP']])), name='desk_entry_act_known'), models.CheckConstraint(condition=models.Q(('by', ''), _negated=True), name='desk_entry_by_someone')],
                },
            ),
            migrations.CreateModel(
                name='Escalation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('step', models.CharField(max_length=24)),
                    ('trigger', models.CharField(choices=[('bounce', 'bounce'), ('silence', 'silence')], max_length=8)),
                    ('action', models.CharField(choices=[('alternate', 'alternate'), ('reminder', 'reminder'), ('email', 'email'), ('banner', 'banner'), ('call', 'call'), ('task', 'task'), ('manager', 'manager'), ('executive', 'executive')], max_length=12)),
                    ('due_date', models.DateField()),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('done_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('delivery', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='notifications.delivery')),
                    ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='notifications.obligation')),
                    ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='escalations', to='notifications.desktask')),
                ],
                options={
                    'ordering': ['done_at', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('obligation', 'step'), name='escalation_once'), models.CheckConstraint(condition=models.Q(('action__in', [notifications.rules.ladder_steps.Action['ALTERNATE'], notifications.rules.ladder_steps.Action['REMINDER'], notifications.rules.ladder_steps.Action['EMAIL'], notifications.rules.ladder_steps.Action['BANNER'], notifications.rules.ladder_steps.Action['CALL'], notifications.rules.ladder_steps.Action['TASK'], notifications.rules.ladder_steps.Action['MANAGER'], notifications.rules.ladder_steps.Action['EXECUTIVE']])), name='escalation_action_known')],
                },
            ),
            migrations.CreateModel(
                name='PersonalValue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64)),
                    ('salt', models.CharField(max_length=32)),
                    ('value', models.TextField()),
                    ('person', models.CharField(blank=True, max_length=254)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                ],
                options={
                    'indexes': [models.Index(fields=['account', 'person'], name='personal_value_of_person')],
                    'constraints': [models.UniqueConstraint(fields=('account', 'digest'), name='personal_value_once')],
                },
            ),
            migrations.CreateModel(
                name='ProofEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('n', models.PositiveIntegerField()),
                    ('source', models.CharField(max_length=120)),
                    ('body', models.TextField()),
                    ('prev_sha', models.CharField(blank=True, max_length=64)),
                    ('sha', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                ],
                options={
                    'ordering': ['account_id', 'n'],
                    'constraints': [models.UniqueConstraint(fields=('account', 'n'), name='proof_entry_once_per_place'), models.UniqueConstraint(fields=('account', 'source'), name='proof_entry_once_per_fact'), models.CheckConstraint(condition=models.Q(models.Q(('n', 1), ('prev_sha', '')), models.Q(('n__gt', 1), models.Q(('prev_sha', ''), _negated=True)), _connector='OR'), name='proof_chain')],
                },
            ),
            migrations.CreateModel(
                name='Waiver',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('reason', models.TextField()),
                    ('asked_by', models.CharField(max_length=300)),
                    ('asked_identity', models.CharField(max_length=254)),
                    ('asked_at', models.DateTimeField()),
                    ('agreed_by', models.CharField(blank=True, max_length=300)),
                    ('agreed_identity', models.CharField(blank=True, max_length=254)),
                    ('agreed_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='notifications.obligation')),
                ],
                options={
                    'ordering': ['asked_at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('agreed_at__isnull', True)), fields=('obligation',), name='waiver_asked_once'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('asked_by', ''), _negated=True)), name='waiver_has_reason_and_person'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_identity', '')), models.Q(('agreed_at__isnull', False), models.Q(('agreed_identity', ''), _negated=True), models.Q(('agreed_identity', models.F('asked_identity')), _negated=True)), _connector='OR'), name='waiver_by_two_people')],
                },
            ),
            migrations.CreateModel(
                name='Audience',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64)),
                    ('accounts', models.PositiveIntegerField()),
                    ('usage_as_of', models.DateField(blank=True, null=True)),
                    ('frozen_at', models.DateTimeField()),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan')),
                ],
            ),
            migrations.CreateModel(
                name='NoticeApproval',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('plan_sha', models.CharField(max_length=64)),
                    ('content_sha', models.CharField(max_length=64)),
                    ('audience_sha', models.CharField(max_length=64)),
                    ('requested_by', models.CharField(max_length=300)),
                    ('requested_identity', models.CharField(max_length=254)),
                    ('requested_at', models.DateTimeField()),
                    ('approved_by', models.CharField(blank=True, max_length=300)),
                    ('approved_identity', models.CharField(blank=True, max_length=254)),
                    ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_why', models.CharField(blank=True, max_length=300)),
                    ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='notifications.audience')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='notifications.notice')),
                ],
                options={
                    'ordering': ['notice_id', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('approved_at__isnull', True), ('ended_at__isnull', True)), fields=('notice',), name='notice_approval_one_request'), models.UniqueConstraint(condition=models.Q(('approved_at__isnull', False), ('ended_at__isnull', True)), fields=('notice',), name='notice_approval_one_valid'), models.CheckConstraint(condition=models.Q(('approved_identity', models.F('requested_identity')), _negated=True), name='notice_approval_by_a_second_person'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by', ''), ('approved_identity', '')), models.Q(('approved_at__isnull', False), models.Q(('approved_by', ''), _negated=True), models.Q(('approved_identity', ''), _negated=True)), _connector='OR'), name='notice_approval_by_someone')],
                },
            ),
            migrations.CreateModel(
                name='NoticeVariant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('tier', models.CharField(max_length=10)),
                    ('locale', models.CharField(max_length=35)),
                    ('revision', models.PositiveIntegerField()),
                    ('subject', models.CharField(max_length=300)),
                    ('body_text', models.TextField()),
                    ('body_html', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('created_at', models.DateTimeField()),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='notifications.notice')),
                ],
                options={
                    'ordering': ['notice_id', 'tier', 'locale', 'revision'],
                    'constraints': [models.UniqueConstraint(fields=('notice', 'tier', 'locale', 'revision'), name='notice_variant_once')],
                },
            ),
            migrations.CreateModel(
                name='NoticeWording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(choices=[('sunset_announced', 'Announcement'), ('sunset_reminder', 'Reminder'), ('last_call', 'Last call'), ('switched_off', 'Switched off'), ('after', 'What happens to the archive'), ('correction', 'Correction of dates'), ('cancelled', 'Withdrawn')], max_length=20)),
                    ('tier', models.CharField(blank=True, max_length=10)),
                    ('locale', models.CharField(max_length=35)),
                    ('part', models.CharField(choices=[('intro', 'Intro'), ('closing', 'Closing')], max_length=10)),
                    ('text', models.TextField()),
                    ('written_by', models.CharField(max_length=300)),
                    ('written_at', models.DateTimeField()),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('plan', 'code', 'tier', 'locale', 'part'), name='notice_wording_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='notice_wording_not_blank'), models.CheckConstraint(condition=models.Q(('code__in', [notifications.rules.notice_codes.NoticeCode['SUNSET_ANNOUNCED'], notifications.rules.notice_codes.NoticeCode['SUNSET_REMINDER'], notifications.rules.notice_codes.NoticeCode['LAST_CALL'], notifications.rules.notice_codes.NoticeCode['SWITCHED_OFF'], notifications.rules.notice_codes.NoticeCode['AFTER'], notifications.rules.notice_codes.NoticeCode['CORRECTION'], notifications.rules.notice_codes.NoticeCode['CANCELLED']])), name='notice_wording_code_known'), models.CheckConstraint(condition=models.Q(('part__in', ['intro', 'closing'])), name='notice_wording_part_known')],
                },
            ),
            migrations.CreateModel(
                name='SendRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('number', models.PositiveIntegerField()),
                    ('moment', models.CharField(max_length=60)),
                    ('date_revision', models.PositiveIntegerField()),
                    ('status', models.CharField(choices=[('canary', 'canary'), ('running', 'running'), ('halted', 'halted')], max_length=10)),
                    ('canary_size', models.PositiveIntegerField(default=0)),
                    ('opened_at', models.DateTimeField()),
                    ('judged_from', models.DateTimeField()),
                    ('halted_at', models.DateTimeField(blank=True, null=True)),
                    ('halted_by', models.CharField(blank=True, max_length=300)),
                    ('halt_reason', models.CharField(blank=True, max_length=20)),
                    ('halt_detail', models.TextField(blank=True)),
                    ('resumed_at', models.DateTimeField(blank=True, null=True)),
                    ('resumed_by', models.CharField(blank=True, max_length=300)),
                    ('resume_reason', models.TextField(blank=True)),
                    ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='notifications.noticeapproval')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='notifications.notice')),
                ],
                options={
                    'ordering': ['-opened_at', '-id'],
                    'constraints': [models.UniqueConstraint(fields=('notice', 'number'), name='send_run_number_once'), models.UniqueConstraint(fields=('notice', 'moment', 'date_revision'), name='send_run_once'), models.CheckConstraint(condition=models.Q(('status__in', [notifications.rules.runs.RunStatus['CANARY'], notifications.rules.runs.RunStatus['RUNNING'], notifications.rules.runs.RunStatus['HALTED']])), name='send_run_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'halted'), _negated=True), models.Q(('halted_at__isnull', False), models.Q(('halted_by', ''), _negated=True), models.Q(('halt_reason', ''), _negated=True)), _connector='OR'), name='send_run_halted_by_someone'), models.CheckConstraint(condition=models.Q(('resumed_at__isnull', True), models.Q(models.Q(('resumed_by', ''), _negated=True), models.Q(('resume_reason', ''), _negated=True)), _connector='OR'), name='send_run_resumed_by_someone')],
                },
            ),
            migrations.CreateModel(
                name='AudienceMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('tier', models.CharField(max_length=10)),
                    ('locale', models.CharField(max_length=35)),
                    ('zone', models.CharField(max_length=64)),
                    ('country', models.CharField(blank=True, max_length=2)),
                    ('why', models.CharField(max_length=40)),
                    ('excluded_reason', models.CharField(blank=True, max_length=40)),
                    ('joined_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('audience', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='notifications.audience')),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.contact')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('audience', 'account', 'contact'), name='audience_member_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Announcement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('n', models.PositiveIntegerField()),
                    ('kind', models.CharField(choices=[('announced', 'Announced'), ('date_changed', 'Date changed'), ('paused', 'Paused'), ('resumed', 'Resumed'), ('switched_off', 'Switched off'), ('reopened', 'Reopened'), ('withdrawn', 'Withdrawn'), ('ended', 'Ended')], max_length=16)),
                    ('dates', models.JSONField(default=dict)),
                    ('moved', models.JSONField(default=dict)),
                    ('reason', models.TextField(blank=True)),
                    ('published_at', models.DateTimeField()),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['-published_at', '-id'],
                    'constraints': [models.UniqueConstraint(fields=('plan', 'n'), name='announcement_once'), models.CheckConstraint(condition=models.Q(('kind__in', [notifications.rules.announcements.Kind['ANNOUNCED'], notifications.rules.announcements.Kind['DATE_CHANGED'], notifications.rules.announcements.Kind['PAUSED'], notifications.rules.announcements.Kind['RESUMED'], notifications.rules.announcements.Kind['SWITCHED_OFF'], notifications.rules.announcements.Kind['REOPENED'], notifications.rules.announcements.Kind['WITHDRAWN'], notifications.rules.announcements.Kind['ENDED']])), name='announcement_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='CalendarEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField()),
                    ('status', models.CharField(choices=[('confirmed', 'confirmed'), ('tentative', 'tentative'), ('cancelled', 'cancelled')], max_length=10)),
                    ('sequence', models.PositiveIntegerField(default=0)),
                    ('changed_at', models.DateTimeField()),
                    ('milestone', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.milestone')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', [notifications.rules.calendar_entries.EntryStatus['CONFIRMED'], notifications.rules.calendar_entries.EntryStatus['TENTATIVE'], notifications.rules.calendar_entries.EntryStatus['CANCELLED']])), name='calendar_entry_status_known')],
                },
            ),
            migrations.CreateModel(
                name='CalendarFeed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('language', models.CharField(default='en', max_length=35)),
                    ('created_by', models.CharField(max_length=300)),
                    ('created_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                ],
                options={
                    'ordering': ['-created_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='ChatTarget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=64, unique=True)),
                    ('sealed', models.TextField()),
                    ('heard_seq', models.PositiveBigIntegerField(default=0)),
                    ('created_by', models.CharField(max_length=300)),
                    ('created_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('sealed', ''), _negated=True)), name='chat_target_is_named')],
                },
            ),
            migrations.CreateModel(
                name='WebhookEndpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('url', models.URLField(max_length=500)),
                    ('sealed', models.TextField()),
                    ('sealed_before', models.TextField(blank=True)),
                    ('status', models.CharField(choices=[('active', 'active'), ('stopped', 'stopped'), ('gone', 'gone')], default=notifications.rules.copies.EndpointStatus['ACTIVE'], max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('created_by', models.CharField(max_length=300)),
                    ('created_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                ],
                options={
                    'ordering': ['-created_at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('sealed', ''), _negated=True), name='webhook_endpoint_has_a_secret'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status', 'active')), models.Q(models.Q(('status', 'active'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='webhook_endpoint_ends_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='PlanCalendar',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.CharField(max_length=100)),
                    ('assumed_accounts', models.PositiveIntegerField(default=0)),
                    ('gaps', models.JSONField(default=list)),
                    ('counted_at', models.DateTimeField()),
                    ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan')),
                ],
            ),
            migrations.CreateModel(
                name='CalendarDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.CharField(blank=True, max_length=6)),
                    ('date', models.DateField()),
                    ('is_worked', models.BooleanField()),
                    ('source', models.CharField(max_length=300)),
                    ('set_by', models.CharField(max_length=300)),
                    ('set_at', models.DateTimeField()),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                ],
                options={
                    'ordering': ['date', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('account__isnull', True), ('place', ''), _connector='XOR'), name='calendar_day_of_a_place_or_an_account'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='calendar_day_has_a_source'), models.UniqueConstraint(condition=models.Q(('account__isnull', True)), fields=('place', 'date'), name='calendar_day_once_per_place'), models.UniqueConstraint(condition=models.Q(('account__isnull', False)), fields=('account', 'date'), name='calendar_day_once_per_account')],
                },
            ),
            migrations.CreateModel(
                name='SendLane',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(choices=[('desk_task', 'Call by a person'), ('email', 'E-mail'), ('in_app', 'In-product message')], max_length=20)),
                    ('domain', models.CharField(blank=True, max_length=254)),
                    ('per_minute', models.FloatField(blank=True, null=True)),
                    ('tokens', models.FloatField(default=0.0)),
                    ('refilled_at', models.DateTimeField(blank=True, null=True)),
                    ('faults', models.PositiveSmallIntegerField(default=0)),
                    ('fault_at', models.DateTimeField(blank=True, null=True)),
                    ('slow_until', models.DateTimeField(blank=True, null=True)),
                    ('detail', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('channel', 'domain'), name='send_lane_once'), models.CheckConstraint(condition=models.Q(('faults', 0), models.Q(('fault_at__isnull', False), ('slow_until__isnull', False)), _connector='OR'), name='send_lane_fault_has_a_time')],
                },
            ),
            migrations.CreateModel(
                name='EventCopy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('source', models.CharField(max_length=120, unique=True)),
                    ('type', models.CharField(max_length=60)),
                    ('said', models.CharField(blank=True, max_length=120)),
                    ('body', models.TextField()),
                    ('status', models.CharField(choices=[('ready', 'ready'), ('sending', 'sending'), ('sent', 'sent'), ('failed', 'failed'), ('uncertain', 'uncertain'), ('dropped', 'dropped')], default=notifications.rules.copies.CopyStatus['READY'], max_length=10)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('detail', models.CharField(blank=True, max_length=300)),
                    ('not_before', models.DateTimeField()),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('lease_token', models.UUIDField(blank=True, null=True)),
                    ('created_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('chat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='notifications.chattarget')),
                    ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan')),
                    ('endpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='notifications.webhookendpoint')),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(condition=models.Q(('status', 'ready')), fields=['not_before', 'id'], name='event_copy_ready'), models.Index(condition=models.Q(('status', 'sending')), fields=['lease_until'], name='event_copy_leased'), models.Index(fields=['endpoint', 'plan', '-id'], name='event_copy_of_endpoint')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', [notifications.rules.copies.CopyStatus['READY'], notifications.rules.copies.CopyStatus['SENDING'], notifications.rules.copies.CopyStatus['SENT'], notifications.rules.copies.CopyStatus['FAILED'], notifications.rules.copies.CopyStatus['UNCERTAIN'], notifications.rules.copies.CopyStatus['DROPPED']])), name='event_copy_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('chat__isnull', True), ('endpoint__isnull', False)), models.Q(('account__isnull', True), ('chat__isnull', False), ('endpoint__isnull', True)), _connector='OR'), name='event_copy_to_one_place'), models.CheckConstraint(condition=models.Q(models.Q(('lease_token__isnull', False), ('lease_until__isnull', False), ('status', 'sending')), models.Q(models.Q(('status', 'sending'), _negated=True), ('lease_token__isnull', True), ('lease_until__isnull', True)), _connector='OR'), name='event_copy_leased_while_sent')],
                },
            ),
        ),
        AtOnce(
            migrations.AddField(
                model_name='desktask',
                name='escalated_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='desktask',
                name='promise_date',
                field=models.DateField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='desktask',
                name='snoozed_until',
                field=models.DateField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='obligation',
                name='breached_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='obligation',
                name='floor_date',
                field=models.DateField(blank=True, null=True),
            ),
            migrations.AlterField(
                model_name='desktask',
                name='kind',
                field=models.CharField(choices=[('call', 'call'), ('find_contact', 'find_contact'), ('review_uncertain', 'review_uncertain'), ('back_in_use', 'back_in_use'), ('follow_up', 'follow_up'), ('letter', 'letter'), ('breach', 'breach'), ('reply', 'reply')], max_length=20),
            ),
            migrations.AddField(
                model_name='touchpoint',
                name='is_canary',
                field=models.BooleanField(db_default=False, default=False),
            ),
            migrations.AlterField(
                model_name='delivery',
                name='hold_reason',
                field=models.CharField(blank=True, choices=[('quiet', 'Quiet'), ('paused', 'Paused'), ('error', 'Error'), ('approval', 'Approval'), ('canary', 'Canary'), ('halted', 'Halted')], max_length=10),
            ),
            migrations.AddField(
                model_name='touchpoint',
                name='run',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='touchpoints', to='notifications.sendrun'),
            ),
            migrations.AddField(
                model_name='deliveryevent',
                name='applied_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='deliveryevent',
                name='ref',
                field=models.CharField(blank=True, db_default='', max_length=200),
            ),
            migrations.AddIndex(
                model_name='delivery',
                index=models.Index(condition=models.Q(('provider_ref', ''), _negated=True), fields=['provider_ref'], name='delivery_named_by_provider'),
            ),
            migrations.AddIndex(
                model_name='deliveryevent',
                index=models.Index(condition=models.Q(('applied_at__isnull', True)), fields=['ref'], name='delivery_event_parked'),
            ),
            migrations.AddIndex(
                model_name='delivery',
                index=models.Index(condition=models.Q(('status', 'ready')), fields=['account', 'not_before', 'id'], name='delivery_ready_of_account'),
            ),
        ),
    ]
