import django.core.validators
import django.db.models.deletion
import lifecycle.rules.actors
import lifecycle.rules.stages
import lifecycle.rules.tiers
import uuid
from django.conf import settings
from django.db import migrations, models

from lifecycle.migrations._at_once import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='AuditHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('size', models.PositiveBigIntegerField(unique=True)),
                    ('hash', models.CharField(max_length=64)),
                    ('signature', models.CharField(max_length=200)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['size'],
                },
            ),
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=64, unique=True)),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Milestone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('internal_brief', 'Teams briefed'), ('announce', 'Announced'), ('closed_to_new', 'Closed to new use'), ('read_only', 'Read-only'), ('export_only', 'Export only'), ('brownout', 'Brownouts begin'), ('export_end', 'Last day of self-service export'), ('off', 'Switched off'), ('observation_end', 'Observation ends'), ('archive', 'Archived'), ('purge', 'Source purged, no way back')], max_length=20)),
                    ('rank', models.PositiveSmallIntegerField()),
                    ('date', models.DateField()),
                    ('local_time', models.TimeField()),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('moved_reason', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ['plan_id', 'rank'],
                },
            ),
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('email', models.EmailField(max_length=254, unique=True)),
                    ('name', models.CharField(blank=True, max_length=300)),
                    ('role', models.CharField(choices=[('none', 'none'), ('pm', 'pm'), ('csm_lead', 'csm_lead'), ('csm', 'csm'), ('operator', 'operator'), ('support', 'support'), ('approver', 'approver')], default=lifecycle.rules.actors.Role['NONE'], max_length=16)),
                    ('identity', models.CharField(blank=True, help_text='One person with two logins has one identity.', max_length=254)),
                    ('language', models.CharField(blank=True, max_length=35)),
                    ('timezone', models.CharField(default='UTC', max_length=64)),
                    ('theme', models.CharField(choices=[('auto', 'As the device'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=8)),
                    ('is_staff', models.BooleanField(default=False)),
                    ('is_active', models.BooleanField(default=True)),
                    ('is_demo', models.BooleanField(default=False)),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', [lifecycle.rules.actors.Role['NONE'], lifecycle.rules.actors.Role['PM'], lifecycle.rules.actors.Role['CSM_LEAD'], lifecycle.rules.actors.Role['CSM'], lifecycle.rules.actors.Role['OPERATOR'], lifecycle.rules.actors.Role['SUPPORT'], lifecycle.rules.actors.Role['APPROVER']])), name='user_role_known')],
                },
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('key', models.CharField(max_length=64, unique=True, validators=[django.core.validators.RegexValidator('\\A[A-Za-z0-9._-]{1,64}\\Z', '1 to 64 letters, digits, dots, dashes or underscores')])),
                    ('name', models.CharField(max_length=300)),
                    ('tier', models.CharField(choices=[('key', 'Key account'), ('standard', 'Standard'), ('light', 'Light')], default=lifecycle.rules.tiers.Tier['STANDARD'], max_length=16)),
                    ('tier_source', models.CharField(choices=[('rule', 'by rule'), ('hand', 'set by hand')], default='rule', max_length=8)),
                    ('segment', models.CharField(blank=True, max_length=100)),
                    ('revenue', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                    ('currency', models.CharField(blank=True, max_length=3)),
                    ('country', models.CharField(blank=True, max_length=6)),
                    ('timezone', models.CharField(default='UTC', max_length=64)),
                    ('language', models.CharField(default='en', max_length=35)),
                    ('csm_email', models.EmailField(blank=True, max_length=254)),
                    ('contract_end_date', models.DateField(blank=True, null=True)),
                    ('notice_days', models.PositiveIntegerField(default=0)),
                    ('extra', models.JSONField(blank=True, default=dict)),
                    ('is_demo', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['key'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('tier__in', [lifecycle.rules.tiers.Tier['KEY'], lifecycle.rules.tiers.Tier['STANDARD'], lifecycle.rules.tiers.Tier['LIGHT']])), name='account_tier_known'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='account_key_not_blank'), models.CheckConstraint(condition=models.Q(('timezone', ''), _negated=True), name='account_timezone_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('plan_key', models.CharField(blank=True, max_length=64)),
                    ('action', models.CharField(max_length=100)),
                    ('actor', models.CharField(max_length=300)),
                    ('subject', models.CharField(max_length=200)),
                    ('at', models.DateTimeField()),
                    ('body', models.TextField()),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.account')),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['plan_key', '-id'], name='audit_of_plan'), models.Index(fields=['account', '-id'], name='audit_of_account')],
                },
            ),
            migrations.CreateModel(
                name='AuditLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveBigIntegerField(unique=True)),
                    ('previous_hash', models.CharField(max_length=64)),
                    ('hash', models.CharField(max_length=64, unique=True)),
                    ('linked_at', models.DateTimeField()),
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='lifecycle.auditevent')),
                ],
                options={
                    'ordering': ['seq'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='audit_link_starts_at_one')],
                },
            ),
            migrations.CreateModel(
                name='Contact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('email', models.CharField(max_length=254)),
                    ('email_norm', models.CharField(max_length=254)),
                    ('name', models.CharField(blank=True, max_length=300)),
                    ('role', models.CharField(choices=[('admin', 'Admin'), ('owner', 'Owner'), ('user', 'User'), ('billing', 'Billing'), ('executive', 'Executive'), ('security', 'Security')], default='user', max_length=16)),
                    ('language', models.CharField(blank=True, max_length=35)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('is_active', models.BooleanField(default=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='lifecycle.account')),
                ],
                options={
                    'ordering': ['account_id', 'email_norm'],
                    'constraints': [models.UniqueConstraint(fields=('account', 'email_norm'), name='contact_once_per_account'), models.CheckConstraint(condition=models.Q(('email_norm', ''), _negated=True), name='contact_email_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('owner', 'Owner'), ('export_officer', 'Export officer'), ('member', 'Member'), ('auditor', 'Auditor'), ('delegate', 'Delegate')], default='member', max_length=16)),
                    ('end_date', models.DateField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='lifecycle.account')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('user', 'account'), name='membership_once')],
                },
            ),
            migrations.CreateModel(
                name='MilestoneMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('old_date', models.DateField()),
                    ('new_date', models.DateField()),
                    ('revision', models.PositiveIntegerField()),
                    ('reason', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='lifecycle.milestone')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('milestone', 'revision'), name='milestone_move_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='milestone_move_reason_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='Module',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('key', models.CharField(max_length=64, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9][a-z0-9._-]{0,63}\\Z', '1 to 64 lowercase letters, digits, dots, dashes')])),
                    ('name', models.CharField(max_length=200)),
                    ('description', models.TextField(blank=True)),
                    ('owner_email', models.EmailField(blank=True, max_length=254)),
                    ('teams', models.JSONField(blank=True, default=list)),
                    ('criticality', models.CharField(choices=[('non_core', 'Non-core'), ('core', 'Core'), ('business_critical', 'Business-critical')], default='core', max_length=20)),
                    ('dependants', models.JSONField(blank=True, default=list)),
                    ('integrations', models.JSONField(blank=True, default=list)),
                    ('replacement_name', models.CharField(blank=True, max_length=200)),
                    ('replacement_url', models.URLField(blank=True, max_length=500)),
                    ('is_demo', models.BooleanField(default=False)),
                    ('replacement_module', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lifecycle.module')),
                ],
                options={
                    'ordering': ['key'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('criticality__in', ['non_core', 'core', 'business_critical'])), name='module_criticality_known')],
                },
            ),
            migrations.CreateModel(
                name='SunsetPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('key', models.CharField(max_length=64, unique=True)),
                    ('stage', models.CharField(choices=[('draft', 'Draft'), ('assessing', 'Assessing'), ('decided', 'Decided'), ('announced', 'Announced'), ('closed_to_new', 'Closed to new'), ('read_only', 'Read only'), ('export_only', 'Export only'), ('brownout', 'Brownout'), ('off', 'Off'), ('observing', 'Observing'), ('archived', 'Archived'), ('closed', 'Closed'), ('paused', 'Paused'), ('cancelled', 'Cancelled'), ('rolled_back', 'Rolled back')], default=lifecycle.rules.stages.Stage['DRAFT'], max_length=16)),
                    ('paused_from', models.CharField(blank=True, max_length=16)),
                    ('skipped', models.JSONField(blank=True, default=list)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('policy', models.CharField(max_length=64)),
                    ('reason_kind', models.CharField(choices=[('architecture', 'Architecture upgrade'), ('demand', 'Demand shift'), ('compliance', 'Compliance or security'), ('strategy', 'Strategy')], max_length=16)),
                    ('reason', models.TextField()),
                    ('timezone', models.CharField(default='UTC', max_length=64)),
                    ('document', models.TextField(blank=True)),
                    ('settings', models.JSONField(blank=True, default=dict)),
                    ('helper_name', models.CharField(blank=True, max_length=200)),
                    ('helper_email', models.EmailField(blank=True, max_length=254)),
                    ('stage_since_at', models.DateTimeField()),
                    ('created_at', models.DateTimeField()),
                    ('is_demo', models.BooleanField(default=False)),
                    ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('module', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='lifecycle.module')),
                ],
                options={
                    'ordering': ['key'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('stage__in', [lifecycle.rules.stages.Stage['CANCELLED'], lifecycle.rules.stages.Stage['CLOSED']]), _negated=True), fields=('module',), name='plan_one_active_per_module'), models.CheckConstraint(condition=models.Q(('stage__in', [lifecycle.rules.stages.Stage['DRAFT'], lifecycle.rules.stages.Stage['ASSESSING'], lifecycle.rules.stages.Stage['DECIDED'], lifecycle.rules.stages.Stage['ANNOUNCED'], lifecycle.rules.stages.Stage['CLOSED_TO_NEW'], lifecycle.rules.stages.Stage['READ_ONLY'], lifecycle.rules.stages.Stage['EXPORT_ONLY'], lifecycle.rules.stages.Stage['BROWNOUT'], lifecycle.rules.stages.Stage['OFF'], lifecycle.rules.stages.Stage['OBSERVING'], lifecycle.rules.stages.Stage['ARCHIVED'], lifecycle.rules.stages.Stage['CLOSED'], lifecycle.rules.stages.Stage['PAUSED'], lifecycle.rules.stages.Stage['CANCELLED'], lifecycle.rules.stages.Stage['ROLLED_BACK']])), name='plan_stage_known'), models.CheckConstraint(condition=models.Q(models.Q(('stage', lifecycle.rules.stages.Stage['PAUSED']), models.Q(('paused_from', ''), _negated=True)), models.Q(models.Q(('stage', lifecycle.rules.stages.Stage['PAUSED']), _negated=True), ('paused_from', '')), _connector='OR'), name='plan_paused_from_a_stage'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='plan_reason_not_blank'), models.CheckConstraint(condition=models.Q(('policy', ''), _negated=True), name='plan_policy_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='Straggler',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(max_length=200)),
                    ('caller', models.CharField(blank=True, max_length=200)),
                    ('count', models.PositiveBigIntegerField()),
                    ('first_at', models.DateTimeField()),
                    ('last_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('settled_note', models.TextField(blank=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stragglers', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('plan', 'account', 'subject', 'caller'), name='straggler_once'), models.CheckConstraint(condition=models.Q(('last_at__gte', models.F('first_at'))), name='straggler_last_later'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='straggler_counted')],
                },
            ),
        ),
        migrations.AddField(
            model_name='milestone',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='lifecycle.sunsetplan'),
        ),
        CreateModels(
            migrations.CreateModel(
                name='Exemption',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(choices=[('access', 'Access'), ('criterion', 'Criterion')], max_length=10)),
                    ('criterion', models.CharField(blank=True, max_length=40)),
                    ('reason', models.TextField()),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('granted_by', models.JSONField(default=list)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exemptions', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='exemption_reason_not_blank'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='exemption_ends_later'), models.CheckConstraint(condition=models.Q(models.Q(('criterion', ''), ('kind', 'access')), models.Q(('kind', 'criterion'), models.Q(('criterion', ''), _negated=True)), _connector='OR'), name='exemption_names_its_criterion')],
                },
            ),
            migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('criterion', models.CharField(max_length=40)),
                    ('value', models.JSONField(null=True)),
                    ('as_of', models.DateTimeField()),
                    ('source', models.CharField(max_length=200)),
                    ('detail', models.CharField(blank=True, max_length=500)),
                    ('recorded_at', models.DateTimeField()),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='lifecycle.sunsetplan')),
                ],
                options={
                    'indexes': [models.Index(fields=['plan', 'criterion', 'account', '-as_of', '-id'], name='evidence_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='evidence_source_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='DecisionRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('outcome', models.CharField(choices=[('retire', 'Retire'), ('postpone', 'Postpone'), ('refuse', 'Refuse'), ('reverse', 'Reverse')], max_length=10)),
                    ('rationale', models.TextField()),
                    ('options', models.JSONField(default=list)),
                    ('evidence', models.JSONField(default=dict)),
                    ('decided_by', models.CharField(max_length=300)),
                    ('at', models.DateTimeField()),
                    ('until_date', models.DateField(blank=True, null=True)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('rationale', ''), _negated=True), name='decision_rationale_not_blank'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'postpone'), _negated=True), ('until_date__isnull', False), _connector='OR'), name='decision_postponed_until_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Brownout',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('ended_early_at', models.DateTimeField(blank=True, null=True)),
                    ('outcome', models.CharField(blank=True, max_length=200)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='brownouts', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('plan', 'starts_at'), name='brownout_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='brownout_ends_later')],
                },
            ),
            migrations.CreateModel(
                name='Approval',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('to_stage', models.CharField(max_length=16)),
                    ('plan_hash', models.CharField(max_length=64)),
                    ('identity', models.CharField(max_length=254)),
                    ('name', models.CharField(max_length=300)),
                    ('role', models.CharField(max_length=16)),
                    ('at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('plan', 'to_stage', 'plan_hash', 'identity'), name='approval_once_per_person'), models.CheckConstraint(condition=models.Q(('identity', ''), _negated=True), name='approval_identity_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='Switch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('desired', models.PositiveSmallIntegerField(choices=[(0, 'live'), (1, 'closed_to_new'), (2, 'read_only'), (3, 'export_only'), (4, 'off')])),
                    ('observed', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'live'), (1, 'closed_to_new'), (2, 'read_only'), (3, 'export_only'), (4, 'off')], null=True)),
                    ('observed_at', models.DateTimeField(blank=True, null=True)),
                    ('equal_reads', models.PositiveSmallIntegerField(default=0)),
                    ('desired_at', models.DateTimeField()),
                    ('last_error', models.CharField(blank=True, max_length=500)),
                    ('held_at_stage', models.CharField(blank=True, max_length=16)),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('lease_token', models.UUIDField(blank=True, null=True)),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='switches', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('plan', 'account'), name='switch_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('lease_token__isnull', True), ('lease_until__isnull', True)), models.Q(('lease_token__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='switch_lease_has_token')],
                },
            ),
            migrations.CreateModel(
                name='Wave',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('name', models.CharField(max_length=100)),
                    ('starts_date', models.DateField(blank=True, null=True)),
                    ('accounts', models.ManyToManyField(related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waves', to='lifecycle.sunsetplan')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('plan', 'position'), name='wave_position_once')],
                },
            ),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('plan', 'kind'), name='milestone_once_per_plan'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('date__gte', '2000-01-01'), ('date__lte', '2200-12-31')), name='milestone_date_plausible'),
        ),
    ]
