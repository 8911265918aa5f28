import django.db.models.deletion
import lifecycle.rules.assessment_entries
import lifecycle.rules.capabilities
import lifecycle.rules.feedback
import lifecycle.rules.scorecard
import uuid
from decimal import Decimal
from django.db import migrations, models

from lifecycle.migrations._at_once import CreateModels


class Migration(migrations.Migration):

    dependencies = [
        ('lifecycle', '0005_row_security_of_leave_requests'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='DecisionDossier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('content', models.JSONField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='dossier', to='lifecycle.decisionrecord')),
                ],
            ),
            migrations.CreateModel(
                name='RiskTaken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('criterion', models.CharField(max_length=40)),
                    ('reason', models.TextField()),
                    ('asked_by', models.CharField(max_length=300)),
                    ('at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risks', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['plan_id', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='risk_reason_not_blank'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('at'))), name='risk_ends_later')],
                },
            ),
            migrations.CreateModel(
                name='RiskBacking',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identity', models.CharField(max_length=254)),
                    ('name', models.CharField(max_length=300)),
                    ('role', models.CharField(max_length=16)),
                    ('at', models.DateTimeField()),
                    ('risk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='backings', to='lifecycle.risktaken')),
                ],
                options={
                    'ordering': ['risk_id', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('risk', 'identity'), name='risk_backed_once_per_person'), models.CheckConstraint(condition=models.Q(('identity', ''), _negated=True), name='risk_backing_identity_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='Scenario',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('key', models.SlugField(max_length=40)),
                    ('is_main', models.BooleanField(default=False)),
                    ('name', models.CharField(max_length=200)),
                    ('replacement', models.CharField(blank=True, max_length=200)),
                    ('readiness', models.CharField(choices=[('unknown', 'Not known'), ('not_ready', 'Not ready'), ('ready', 'Ready')], default=lifecycle.rules.scorecard.Readiness['UNKNOWN'], max_length=10)),
                    ('announce_date', models.DateField(blank=True, null=True)),
                    ('off_date', models.DateField(blank=True, null=True)),
                    ('currency', models.CharField(blank=True, max_length=3)),
                    ('infrastructure', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                    ('people', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                    ('defects', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                    ('running', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                    ('direct', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                    ('indirect', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                    ('reserve', models.DecimalField(decimal_places=4, default=Decimal('0.15'), max_digits=5)),
                    ('reserve_reason', models.CharField(blank=True, max_length=500)),
                    ('changed_at', models.DateTimeField()),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['plan_id', '-is_main', 'key'],
                    'constraints': [models.UniqueConstraint(fields=('plan', 'key'), name='scenario_key_once_per_plan'), models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('plan',), name='scenario_one_main_per_plan'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='scenario_name_not_blank'), models.CheckConstraint(condition=models.Q(('readiness__in', [lifecycle.rules.scorecard.Readiness['UNKNOWN'], lifecycle.rules.scorecard.Readiness['NOT_READY'], lifecycle.rules.scorecard.Readiness['READY']])), name='scenario_readiness_known'), models.CheckConstraint(condition=models.Q(('reserve__gte', 0), ('reserve__lte', 1)), name='scenario_reserve_is_a_share'), models.CheckConstraint(condition=models.Q(('announce_date__isnull', True), ('off_date__isnull', True), ('announce_date__lt', models.F('off_date')), _connector='OR'), name='scenario_announced_before_off'), models.CheckConstraint(condition=models.Q(models.Q(('infrastructure__isnull', True), ('infrastructure__gte', 0), _connector='OR'), models.Q(('people__isnull', True), ('people__gte', 0), _connector='OR'), models.Q(('defects__isnull', True), ('defects__gte', 0), _connector='OR'), models.Q(('running__isnull', True), ('running__gte', 0), _connector='OR'), models.Q(('direct__isnull', True), ('direct__gte', 0), _connector='OR'), models.Q(('indirect__isnull', True), ('indirect__gte', 0), _connector='OR')), name='scenario_amounts_not_negative')],
                },
            ),
            migrations.CreateModel(
                name='ModuleCapability',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('name', models.CharField(max_length=200)),
                    ('coverage', models.CharField(choices=[('covered', 'Covered'), ('partly', 'Partly covered'), ('lacking', 'Lacking')], max_length=10)),
                    ('is_essential', models.BooleanField(default=False)),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='capabilities', to='lifecycle.scenario')),
                ],
                options={
                    'ordering': ['scenario_id', 'name'],
                    'constraints': [models.UniqueConstraint(fields=('scenario', 'name'), name='capability_once_per_scenario'), models.CheckConstraint(condition=models.Q(('coverage__in', [lifecycle.rules.capabilities.Coverage['COVERED'], lifecycle.rules.capabilities.Coverage['PARTLY'], lifecycle.rules.capabilities.Coverage['LACKING']])), name='capability_coverage_known'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='capability_name_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='ScenarioScore',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('aspect', models.CharField(choices=[('technical_fit', 'Technical fit'), ('performance', 'Performance'), ('cost', 'Cost'), ('user_experience', 'User experience'), ('support', 'Support'), ('law', 'Law'), ('dates', 'Dates'), ('risk', 'Risk'), ('security', 'Security')], max_length=20)),
                    ('value', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('weight', models.PositiveSmallIntegerField(default=1)),
                    ('evidence', models.TextField(blank=True)),
                    ('link', models.URLField(blank=True, max_length=500)),
                    ('as_of', models.DateField(blank=True, null=True)),
                    ('by', models.CharField(blank=True, max_length=300)),
                    ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='lifecycle.scenario')),
                ],
                options={
                    'ordering': ['scenario_id', 'aspect'],
                    'constraints': [models.UniqueConstraint(fields=('scenario', 'aspect'), name='score_once_per_aspect'), models.CheckConstraint(condition=models.Q(('aspect__in', [lifecycle.rules.scorecard.Aspect['TECHNICAL_FIT'], lifecycle.rules.scorecard.Aspect['PERFORMANCE'], lifecycle.rules.scorecard.Aspect['COST'], lifecycle.rules.scorecard.Aspect['USER_EXPERIENCE'], lifecycle.rules.scorecard.Aspect['SUPPORT'], lifecycle.rules.scorecard.Aspect['LAW'], lifecycle.rules.scorecard.Aspect['DATES'], lifecycle.rules.scorecard.Aspect['RISK'], lifecycle.rules.scorecard.Aspect['SECURITY']])), name='score_aspect_known'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__lte', 5), _connector='OR'), name='score_at_most_five'), models.CheckConstraint(condition=models.Q(('weight__lte', 10)), name='score_weight_at_most_ten'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('as_of__isnull', False), _connector='OR'), name='score_says_when')],
                },
            ),
            migrations.CreateModel(
                name='AssessmentChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(max_length=20)),
                    ('row', models.UUIDField()),
                    ('scenario', models.CharField(blank=True, max_length=40)),
                    ('before', models.JSONField(null=True)),
                    ('after', models.JSONField(null=True)),
                    ('by', models.CharField(max_length=300)),
                    ('at', models.DateTimeField()),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessment_changes', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['plan_id', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('by', ''), _negated=True), name='assessment_change_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='DependantAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('name', models.CharField(max_length=200)),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('by', models.CharField(max_length=300)),
                    ('at', models.DateTimeField()),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dependant_answers', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['plan_id', 'name'],
                    'constraints': [models.UniqueConstraint(fields=('plan', 'name'), name='dependant_answered_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='dependant_name_not_blank')],
                },
            ),
            migrations.CreateModel(
                name='PlanEffect',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('group', models.CharField(choices=[('end_users', 'End users'), ('business_customers', 'Business customers'), ('engineering', 'Engineering'), ('qa', 'Quality assurance'), ('support', 'Support'), ('sales', 'Sales')], max_length=20)),
                    ('text', models.TextField()),
                    ('owner', models.CharField(blank=True, max_length=200)),
                    ('follow_up_date', models.DateField(blank=True, null=True)),
                    ('outcome', models.TextField(blank=True)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['plan_id', 'group', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='effect_text_not_blank'), models.CheckConstraint(condition=models.Q(('group__in', [lifecycle.rules.assessment_entries.Group['END_USERS'], lifecycle.rules.assessment_entries.Group['BUSINESS_CUSTOMERS'], lifecycle.rules.assessment_entries.Group['ENGINEERING'], lifecycle.rules.assessment_entries.Group['QA'], lifecycle.rules.assessment_entries.Group['SUPPORT'], lifecycle.rules.assessment_entries.Group['SALES']])), name='effect_group_known')],
                },
            ),
            migrations.CreateModel(
                name='PlanRemark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('voice', models.CharField(choices=[('operations', 'Operations'), ('support', 'Support'), ('sales', 'Sales'), ('success', 'Customer success'), ('customer', 'Customer')], max_length=12)),
                    ('severity', models.CharField(choices=[('critical', 'Critical'), ('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], max_length=10)),
                    ('text', models.TextField()),
                    ('about', models.CharField(blank=True, max_length=200)),
                    ('said_by', models.CharField(blank=True, max_length=200)),
                    ('said_date', models.DateField(blank=True, null=True)),
                    ('recorded_by', models.CharField(max_length=300)),
                    ('recorded_at', models.DateTimeField()),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lifecycle.account')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='lifecycle.sunsetplan')),
                ],
                options={
                    'ordering': ['plan_id', 'recorded_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='remark_text_not_blank'), models.CheckConstraint(condition=models.Q(('voice__in', [lifecycle.rules.feedback.Voice['OPERATIONS'], lifecycle.rules.feedback.Voice['SUPPORT'], lifecycle.rules.feedback.Voice['SALES'], lifecycle.rules.feedback.Voice['SUCCESS'], lifecycle.rules.feedback.Voice['CUSTOMER']])), name='remark_voice_known'), models.CheckConstraint(condition=models.Q(('severity__in', [lifecycle.rules.feedback.Severity['CRITICAL'], lifecycle.rules.feedback.Severity['HIGH'], lifecycle.rules.feedback.Severity['MEDIUM'], lifecycle.rules.feedback.Severity['LOW']])), name='remark_severity_known')],
                },
            ),
        ),
    ]
