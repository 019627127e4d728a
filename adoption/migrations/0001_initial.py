import adoption.usage.models.parts
import core.models
import core.operations
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('phases', '0001_initial'),
        ('programme', '0001_initial'),
    ]

    operations = [
        core.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name='CompletenessReading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.models.new_public_id, editable=False, max_length=22, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('month', models.DateField(verbose_name='month')),
                        ('filled', models.PositiveIntegerField(verbose_name='fields filled')),
                        ('required', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='fields required')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='completeness', to='phases.rosterentry', verbose_name='person')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='completeness', to='programme.programme')),
                    ],
                    options={
                        'verbose_name': 'completeness',
                        'ordering': ['month', 'entry', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('entry', 'month'), name='completeness_once', violation_error_message='This person has a reading of that month.'), models.CheckConstraint(condition=models.Q(('filled__lte', models.F('required'))), name='completeness_share', violation_error_message='Not more fields can be filled than are required.')],
                    },
                ),
                migrations.CreateModel(
                    name='QualityRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.models.new_public_id, editable=False, max_length=22, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('name_zh', models.CharField(blank=True, max_length=200, verbose_name='name in Chinese')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('code', models.CharField(max_length=20, verbose_name='code')),
                        ('dimension', models.CharField(choices=[('completeness', 'Completeness'), ('uniqueness', 'Uniqueness'), ('validity', 'Validity'), ('timeliness', 'Timeliness'), ('consistency', 'Consistency'), ('accuracy', 'Accuracy')], max_length=12, verbose_name='dimension')),
                        ('rule_zh', models.CharField(blank=True, max_length=300, verbose_name='rule in Chinese')),
                        ('rule_en', models.CharField(blank=True, max_length=300, verbose_name='rule in English')),
                        ('severity', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3)], verbose_name='severity')),
                        ('active', models.BooleanField(default=True, verbose_name='in use')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quality_rules', to='programme.programme')),
                    ],
                    options={
                        'verbose_name': 'quality rule',
                        'ordering': ['code', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('programme', 'code'), name='quality_rule_once', violation_error_message='There is a rule with this code.'), models.CheckConstraint(condition=models.Q(('severity__range', (1, 3))), name='quality_rule_severity', violation_error_message='Severity is 1, 2 or 3.'), models.CheckConstraint(condition=models.Q(('name_en', ''), ('name_zh', ''), _negated=True), name='quality_rule_has_name', violation_error_message='A rule needs a name.')],
                    },
                ),
                migrations.CreateModel(
                    name='ScoreWeight',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.models.new_public_id, editable=False, max_length=22, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('metric', models.CharField(choices=[('usage', 'Usage rate'), ('daily', 'Daily update rate'), ('completeness', 'Data completeness')], max_length=12, verbose_name='metric')),
                        ('weight', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight')),
                        ('valid_from', models.DateField(verbose_name='from month')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='score_weights', to='programme.programme')),
                    ],
                    options={
                        'verbose_name': 'weight',
                        'ordering': ['metric', 'valid_from', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('programme', 'metric', 'valid_from'), name='score_weight_once', violation_error_message='This metric has a weight from that month on.'), models.CheckConstraint(condition=models.Q(('weight__lte', 100)), name='score_weight_share', violation_error_message='A weight is between 0 and 100.')],
                    },
                ),
                migrations.CreateModel(
                    name='UsageMonth',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(verbose_name='month')),
                        ('account', models.CharField(max_length=254, verbose_name='account')),
                        ('worked', models.PositiveIntegerField(default=0)),
                        ('updated', models.PositiveIntegerField(default=0)),
                        ('logged_in', models.PositiveIntegerField(default=0)),
                        ('actions', models.PositiveIntegerField(default=0, verbose_name='actions')),
                        ('days', models.JSONField(blank=True, default=dict)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.programme')),
                    ],
                    options={
                        'verbose_name': 'month of usage',
                        'ordering': ['month', 'account'],
                        'constraints': [models.UniqueConstraint(fields=('programme', 'month', 'account'), name='usage_month_once')],
                    },
                ),
                migrations.CreateModel(
                    name='UsagePart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.models.new_public_id, editable=False, max_length=22, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('source', models.CharField(choices=[('generic', 'Table of events'), ('elf', 'Salesforce event log file'), ('login_history', 'Salesforce login history'), ('hubspot', 'HubSpot login history'), ('dataverse', 'Dataverse audit log')], max_length=16, verbose_name='layout')),
                        ('month', models.DateField(verbose_name='month')),
                        ('file', models.FileField(max_length=300, upload_to=adoption.usage.models.parts.place)),
                        ('rows', models.PositiveBigIntegerField(verbose_name='events')),
                        ('size', models.PositiveBigIntegerField(verbose_name='bytes')),
                        ('sha256', models.CharField(max_length=64)),
                        ('first_at', models.DateTimeField(verbose_name='first event')),
                        ('last_at', models.DateTimeField(verbose_name='last event')),
                        ('has_object', models.BooleanField(verbose_name='says what was worked on')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='usage_parts', to='programme.programme')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='usage_parts', to='programme.importrun')),
                    ],
                    options={
                        'verbose_name': 'part of usage',
                        'ordering': ['month', 'pk'],
                        'indexes': [models.Index(fields=['programme', 'last_at'], name='usage_part_recent')],
                        'constraints': [models.UniqueConstraint(fields=('run', 'month'), name='usage_part_once')],
                    },
                ),
            ],
        ),
    ]
