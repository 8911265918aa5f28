import django.db.models.deletion
import notifications.rules.notice_codes
import notifications.rules.statuses
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
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('code', models.CharField(choices=[('sunset_announced', 'Announcement'), ('sunset_reminder', 'Reminder'), ('last_call', 'Last call'), ('switched_off', 'Switched off'), ('after', 'What happens to the archive'), ('correction', 'Correction of dates'), ('cancelled', 'Withdrawn')], max_length=20)),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('content_sha', models.CharField(max_length=64)),
                    ('created_at', models.DateTimeField()),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('plan', 'code', 'version'), name='notice_once_per_version'), models.CheckConstraint(condition=models.Q(('code__in', [notifications.rules.notice_codes.NoticeCode['SUNSET_ANNOUNCED'], notifications.rules.notice_codes.NoticeCode['SUNSET_REMINDER'], notifications.rules.notice_codes.NoticeCode['LAST_CALL'], notifications.rules.notice_codes.NoticeCode['SWITCHED_OFF'], notifications.rules.notice_codes.NoticeCode['AFTER'], notifications.rules.notice_codes.NoticeCode['CORRECTION'], notifications.rules.notice_codes.NoticeCode['CANCELLED']])), name='notice_code_known')],
                },
            ),
            migrations.CreateModel(
                name='InboxMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('delivery_key', models.UUIDField(unique=True)),
                    ('subject', models.CharField(max_length=300)),
                    ('body_text', models.TextField()),
                    ('locale', models.CharField(max_length=35)),
                    ('sent_at', models.DateTimeField()),
                    ('seen_at', models.DateTimeField(blank=True, null=True)),
                    ('seen_by', models.CharField(blank=True, max_length=300)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notifications.notice')),
                ],
                options={
                    'ordering': ['-sent_at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('seen_at__isnull', True), models.Q(('seen_by', ''), _negated=True), _connector='OR'), name='inbox_message_seen_by_someone')],
                },
            ),
            migrations.CreateModel(
                name='Acknowledgement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identity', models.CharField(max_length=254)),
                    ('name', models.CharField(max_length=300)),
                    ('via', models.CharField(max_length=20)),
                    ('text_sha', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='notifications.notice')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('notice', 'account', 'identity'), name='acknowledgement_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='acknowledgement_by_someone')],
                },
            ),
            migrations.CreateModel(
                name='Obligation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('date_revision', models.PositiveIntegerField()),
                    ('due_date', models.DateField()),
                    ('status', models.CharField(choices=[('open', 'open'), ('reached', 'reached'), ('acknowledged', 'acknowledged'), ('waived', 'waived'), ('breached', 'breached'), ('superseded', 'superseded')], default=notifications.rules.statuses.ObligationStatus['OPEN'], max_length=12)),
                    ('reached_at', models.DateTimeField(blank=True, null=True)),
                    ('waived_by', models.CharField(blank=True, max_length=300)),
                    ('reason', models.TextField(blank=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='obligations', to='notifications.notice')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('notice', 'account', 'date_revision'), name='obligation_once'), models.CheckConstraint(condition=models.Q(('status__in', [notifications.rules.statuses.ObligationStatus['OPEN'], notifications.rules.statuses.ObligationStatus['REACHED'], notifications.rules.statuses.ObligationStatus['ACKNOWLEDGED'], notifications.rules.statuses.ObligationStatus['WAIVED'], notifications.rules.statuses.ObligationStatus['BREACHED'], notifications.rules.statuses.ObligationStatus['SUPERSEDED']])), name='obligation_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['reached', 'acknowledged']), _negated=True), ('reached_at__isnull', False), _connector='OR'), name='obligation_reached_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'waived'), _negated=True), models.Q(models.Q(('waived_by', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='obligation_waived_by_someone')],
                },
            ),
            migrations.CreateModel(
                name='Suppression',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address_norm', models.CharField(max_length=254)),
                    ('scope', models.CharField(choices=[('all', 'All'), ('channel', 'Channel'), ('optional', 'Optional')], max_length=10)),
                    ('reason', models.CharField(max_length=300)),
                    ('until', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('address_norm', 'scope'), name='suppression_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='suppression_reason_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='Touchpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('step', models.CharField(max_length=60)),
                    ('channel', models.CharField(choices=[('desk_task', 'Call by a person'), ('email', 'E-mail'), ('in_app', 'In-product message')], max_length=20)),
                    ('anchor', models.CharField(choices=[('internal_brief', 'Teams briefed'), ('announce', 'Announced'), ('closed_to_new', 'Closed to new use'), ('read_only', 'Read-only'), ('export_only', 'Export only'), ('brownout', 'Brownouts begin'), ('export_end', 'Last day of self-service export'), ('off', 'Switched off'), ('observation_end', 'Observation ends'), ('archive', 'Archived'), ('purge', 'Source purged, no way back')], max_length=20)),
                    ('date_revision', models.PositiveIntegerField()),
                    ('day', models.DateField()),
                    ('due_at', models.DateTimeField()),
                    ('late_until', models.DateField(blank=True, null=True)),
                    ('status', models.CharField(choices=[('planned', 'planned'), ('released', 'released'), ('served', 'served'), ('missed', 'missed'), ('superseded', 'superseded'), ('cancelled', 'cancelled')], default=notifications.rules.statuses.TouchpointStatus['PLANNED'], max_length=12)),
                    ('reason', models.CharField(blank=True, max_length=200)),
                    ('told_at', models.DateTimeField(blank=True, null=True)),
                    ('told_dates', models.JSONField(blank=True, null=True)),
                    ('served_at', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='touchpoints', to='notifications.notice')),
                    ('obligation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='touchpoints', to='notifications.obligation')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['due_at', 'id'],
                    'indexes': [models.Index(fields=['plan', 'account'], name='touchpoint_of_account'), models.Index(condition=models.Q(('status', 'planned')), fields=['due_at'], name='touchpoint_due')],
                    'constraints': [models.UniqueConstraint(fields=('notice', 'account', 'step', 'date_revision'), name='touchpoint_once'), models.CheckConstraint(condition=models.Q(('status__in', [notifications.rules.statuses.TouchpointStatus['PLANNED'], notifications.rules.statuses.TouchpointStatus['RELEASED'], notifications.rules.statuses.TouchpointStatus['SERVED'], notifications.rules.statuses.TouchpointStatus['MISSED'], notifications.rules.statuses.TouchpointStatus['SUPERSEDED'], notifications.rules.statuses.TouchpointStatus['CANCELLED']])), name='touchpoint_status_known'), models.CheckConstraint(condition=models.Q(('channel__in', [notifications.rules.notice_codes.Channel['DESK_TASK'], notifications.rules.notice_codes.Channel['EMAIL'], notifications.rules.notice_codes.Channel['IN_APP']])), name='touchpoint_channel_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'served'), _negated=True), models.Q(('served_at__isnull', False), ('told_at__isnull', False)), _connector='OR'), name='touchpoint_served_was_told'), models.CheckConstraint(condition=models.Q(models.Q(('told_at__isnull', True), ('told_dates__isnull', True)), models.Q(('told_at__isnull', False), ('told_dates__isnull', False)), _connector='OR'), name='touchpoint_told_with_dates')],
                },
            ),
            migrations.CreateModel(
                name='DeskTask',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('source', models.CharField(max_length=100, unique=True)),
                    ('kind', models.CharField(choices=[('call', 'call'), ('find_contact', 'find_contact'), ('review_uncertain', 'review_uncertain')], max_length=20)),
                    ('owner_email', models.EmailField(blank=True, max_length=254)),
                    ('due_date', models.DateField()),
                    ('subject', models.CharField(max_length=300)),
                    ('script', models.TextField(blank=True)),
                    ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed'), ('superseded', 'Superseded')], default='open', max_length=10)),
                    ('outcome', models.CharField(blank=True, choices=[('reached', 'reached'), ('left_message', 'left_message'), ('wrong_person', 'wrong_person'), ('refused', 'refused'), ('promised', 'promised'), ('asked_exemption', 'asked_exemption'), ('reviewed', 'reviewed')], max_length=16)),
                    ('person', models.CharField(blank=True, max_length=300)),
                    ('outcome_date', models.DateField(blank=True, null=True)),
                    ('note', models.TextField(blank=True)),
                    ('closed_by', models.CharField(blank=True, max_length=300)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.sunsetplan')),
                    ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='notifications.touchpoint')),
                ],
                options={
                    'ordering': ['due_date', 'id'],
                    'indexes': [models.Index(condition=models.Q(('status', 'open')), fields=['owner_email', 'due_date'], name='desk_task_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('closed_by', ''), _negated=True), ('closed_at__isnull', False), ('outcome_date__isnull', False)), _connector='OR'), name='desk_task_closed_with_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'reached'), _negated=True), models.Q(models.Q(('person', ''), _negated=True), models.Q(('note', ''), _negated=True)), _connector='OR'), name='desk_task_reached_names_a_person')],
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('channel', models.CharField(choices=[('desk_task', 'Call by a person'), ('email', 'E-mail'), ('in_app', 'In-product message')], max_length=20)),
                    ('round', models.PositiveSmallIntegerField(default=0)),
                    ('address', models.CharField(max_length=254)),
                    ('address_norm', models.CharField(max_length=254)),
                    ('locale', models.CharField(max_length=35)),
                    ('message_id', models.CharField(max_length=200, unique=True)),
                    ('provider_ref', models.CharField(blank=True, max_length=200)),
                    ('subject', models.CharField(blank=True, max_length=300)),
                    ('body_text', models.TextField(blank=True)),
                    ('body_html', models.TextField(blank=True)),
                    ('body_sha', models.CharField(blank=True, max_length=64)),
                    ('status', models.CharField(choices=[('held', 'held'), ('ready', 'ready'), ('claimed', 'claimed'), ('sending', 'sending'), ('accepted', 'accepted'), ('delivered', 'delivered'), ('soft_bounced', 'soft_bounced'), ('hard_bounced', 'hard_bounced'), ('complained', 'complained'), ('suppressed', 'suppressed'), ('failed', 'failed'), ('expired', 'expired'), ('uncertain', 'uncertain'), ('cancelled', 'cancelled'), ('superseded', 'superseded')], default=notifications.rules.statuses.DeliveryStatus['READY'], max_length=12)),
                    ('hold_reason', models.CharField(blank=True, choices=[('quiet', 'Quiet'), ('paused', 'Paused'), ('error', 'Error')], max_length=10)),
                    ('detail', models.CharField(blank=True, max_length=300)),
                    ('failures', models.PositiveSmallIntegerField(default=0)),
                    ('not_before', models.DateTimeField()),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('lease_token', models.UUIDField(blank=True, null=True)),
                    ('accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.contact')),
                    ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notifications.touchpoint')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('status', 'ready')), fields=['not_before', 'id'], name='delivery_ready'), models.Index(condition=models.Q(('status__in', [notifications.rules.statuses.DeliveryStatus['CLAIMED'], notifications.rules.statuses.DeliveryStatus['SENDING']])), fields=['lease_until'], name='delivery_leased')],
                    'constraints': [models.UniqueConstraint(fields=('touchpoint', 'contact', 'channel', 'round'), name='delivery_once_per_contact'), models.UniqueConstraint(fields=('touchpoint', 'channel', 'address_norm', 'round'), name='delivery_once_per_mailbox'), models.CheckConstraint(condition=models.Q(('status__in', [notifications.rules.statuses.DeliveryStatus['HELD'], notifications.rules.statuses.DeliveryStatus['READY'], notifications.rules.statuses.DeliveryStatus['CLAIMED'], notifications.rules.statuses.DeliveryStatus['SENDING'], notifications.rules.statuses.DeliveryStatus['ACCEPTED'], notifications.rules.statuses.DeliveryStatus['DELIVERED'], notifications.rules.statuses.DeliveryStatus['SOFT_BOUNCED'], notifications.rules.statuses.DeliveryStatus['HARD_BOUNCED'], notifications.rules.statuses.DeliveryStatus['COMPLAINED'], notifications.rules.statuses.DeliveryStatus['SUPPRESSED'], notifications.rules.statuses.DeliveryStatus['FAILED'], notifications.rules.statuses.DeliveryStatus['EXPIRED'], notifications.rules.statuses.DeliveryStatus['UNCERTAIN'], notifications.rules.statuses.DeliveryStatus['CANCELLED'], notifications.rules.statuses.DeliveryStatus['SUPERSEDED']])), name='delivery_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('lease_token__isnull', False), ('lease_until__isnull', False), ('status__in', [notifications.rules.statuses.DeliveryStatus['CLAIMED'], notifications.rules.statuses.DeliveryStatus['SENDING']])), models.Q(models.Q(('status__in', [notifications.rules.statuses.DeliveryStatus['CLAIMED'], notifications.rules.statuses.DeliveryStatus['SENDING']]), _negated=True), ('lease_token__isnull', True), ('lease_until__isnull', True)), _connector='OR'), name='delivery_leased_while_worked_on'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['accepted', 'delivered', 'soft_bounced', 'complained']), _negated=True), ('accepted_at__isnull', False), _connector='OR'), name='delivery_accepted_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'held'), models.Q(('hold_reason', ''), _negated=True)), models.Q(models.Q(('status', 'held'), _negated=True), ('hold_reason', '')), _connector='OR'), name='delivery_held_for_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['sending', 'accepted', 'delivered', 'uncertain']), _negated=True), models.Q(('body_sha', ''), _negated=True), _connector='OR'), name='delivery_sent_has_a_body'), models.CheckConstraint(condition=models.Q(('message_id', ''), _negated=True), name='delivery_has_message_id')],
                },
            ),
            migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('n', models.PositiveSmallIntegerField()),
                    ('body_sha', models.CharField(max_length=64)),
                    ('started_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('outcome', models.CharField(choices=[('open', 'open'), ('ok', 'ok'), ('refused', 'refused'), ('temporary', 'temporary'), ('ambiguous', 'ambiguous')], default=notifications.rules.statuses.AttemptOutcome['OPEN'], max_length=10)),
                    ('code', models.CharField(blank=True, max_length=20)),
                    ('text', models.CharField(blank=True, max_length=500)),
                    ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='notifications.delivery')),
                ],
                options={
                    'ordering': ['delivery_id', 'n'],
                    'constraints': [models.UniqueConstraint(fields=('delivery', 'n'), name='attempt_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='attempt_ends_with_an_outcome')],
                },
            ),
            migrations.CreateModel(
                name='DeliveryEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('provider', models.CharField(max_length=40)),
                    ('event_key', models.CharField(max_length=128)),
                    ('type', models.CharField(max_length=20)),
                    ('occurred_at', models.DateTimeField()),
                    ('received_at', models.DateTimeField()),
                    ('payload', models.JSONField(default=dict)),
                    ('delivery', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='notifications.delivery')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('provider', 'event_key'), name='delivery_event_once')],
                },
            ),
        ),
    ]
