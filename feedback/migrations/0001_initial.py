import core.fsm
import core.models
import core.operations
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('phases', '0001_initial'),
        ('programme', '0001_initial'),
        ('programme', '__first__'),
    ]

    operations = [
        core.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name='FeedbackItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.models.new_public_id, editable=False, max_length=22, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('code', models.CharField(max_length=20, verbose_name='code')),
                        ('title', models.CharField(max_length=200, verbose_name='in one sentence')),
                        ('text', models.TextField(blank=True, max_length=10000, verbose_name='feedback')),
                        ('kind', models.CharField(blank=True, choices=[('question', 'Question'), ('defect', 'Defect'), ('improvement', 'Improvement'), ('complaint', 'Complaint')], max_length=12, verbose_name='kind')),
                        ('category', models.CharField(blank=True, choices=[('training', 'Training gap'), ('data', 'Data'), ('process', 'Process'), ('interface', 'Screens and forms'), ('defect', 'Software defect'), ('wish', 'New wish')], max_length=10, verbose_name='category')),
                        ('module', models.CharField(blank=True, max_length=80, verbose_name='module')),
                        ('reach', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='people concerned')),
                        ('channel', models.CharField(choices=[('web', 'Web form'), ('button', 'Button in the application'), ('interview', 'Interview note'), ('survey', 'Survey'), ('mail', 'Mailbox'), ('chat', 'Chat group'), ('import', 'Import')], default='web', max_length=10, verbose_name='channel')),
                        ('page', models.CharField(blank=True, max_length=300, verbose_name='page')),
                        ('submitter_name', models.CharField(blank=True, max_length=120, verbose_name="submitter's name")),
                        ('submitter_email', models.EmailField(blank=True, max_length=254, verbose_name="submitter's address")),
                        ('anonymous', models.BooleanField(default=False, verbose_name='anonymous')),
                        ('reply_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                        ('crm_role', models.CharField(blank=True, max_length=80, verbose_name='role in the CRM')),
                        ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received')),
                        ('state', core.fsm.StateField(choices=[('new', 'New'), ('acknowledged', 'Acknowledged'), ('classified', 'Classified'), ('answered', 'Answered'), ('linked_defect', 'Handled as a defect'), ('backlog', 'In the backlog'), ('planned', 'Planned'), ('released', 'Released'), ('declined', 'Declined'), ('confirmed', 'Confirmed'), ('closed', 'Closed'), ('merged', 'Merged'), ('reopened', 'Reopened')], default='new', max_length=14, protected=True, verbose_name='state')),
                        ('waiting', models.BooleanField(default=False, editable=False, verbose_name='waiting for the submitter')),
                        ('defect', models.CharField(blank=True, max_length=300, verbose_name='defect')),
                        ('release', models.CharField(blank=True, max_length=80, verbose_name='release')),
                        ('planned_on', models.DateField(blank=True, null=True, verbose_name='planned for')),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed')),
                        ('votes_elsewhere', models.PositiveIntegerField(default=0, verbose_name='votes counted elsewhere')),
                        ('extra', models.JSONField(blank=True, default=dict, verbose_name='further columns')),
                        ('original', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='feedback.feedbackitem', verbose_name='merged into')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
                        ('process', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='feedback', to='phases.processnode', verbose_name='process')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='programme.programme')),
                        ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by')),
                        ('submitter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitter')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.unit', verbose_name='business unit')),
                        ('wave', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='feedback', to='phases.wave', verbose_name='wave')),
                    ],
                    options={
                        'verbose_name': 'feedback',
                        'indexes': [models.Index(fields=['programme', 'state', '-received_at'], name='feedback_register')],
                        'constraints': [models.UniqueConstraint(fields=('programme', 'code'), name='feedback_code_once', violation_error_message='Another item has this code.'), models.UniqueConstraint(condition=models.Q(('reply_hash', ''), _negated=True), fields=('programme', 'reply_hash'), name='feedback_reply_once', violation_error_message='This was sent already.'), models.CheckConstraint(condition=models.Q(('anonymous', False), models.Q(('crm_role', ''), ('submitter', None), ('submitter_email', ''), ('submitter_name', '')), _connector='OR'), name='feedback_anonymous_is_nobody', violation_error_message='An anonymous item names nobody.'), models.CheckConstraint(condition=models.Q(models.Q(('original__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('original', None)), _connector='OR'), name='feedback_merged_into_one', violation_error_message='A merged item names its original, another one does not.')],
                    },
                    bases=(core.fsm._Guard, models.Model),
                ),
                migrations.CreateModel(
                    name='FeedbackStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.models.new_public_id, editable=False, max_length=22, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                        ('act', models.CharField(choices=[('receive', 'Received'), ('acknowledge', 'Acknowledged'), ('classify', 'Classified'), ('ask', 'Asked back'), ('reply', 'Submitter replied'), ('answer', 'Answered'), ('link_defect', 'Handed over as a defect'), ('backlog', 'Taken into the backlog'), ('plan', 'Planned'), ('release', 'Released'), ('decline', 'Declined'), ('confirm', 'Submitter confirmed'), ('close', 'Closed'), ('reopen', 'Reopened'), ('merge', 'Merged'), ('split', 'Taken apart again')], max_length=12, verbose_name='act')),
                        ('state', models.CharField(choices=[('new', 'New'), ('acknowledged', 'Acknowledged'), ('classified', 'Classified'), ('answered', 'Answered'), ('linked_defect', 'Handled as a defect'), ('backlog', 'In the backlog'), ('planned', 'Planned'), ('released', 'Released'), ('declined', 'Declined'), ('confirmed', 'Confirmed'), ('closed', 'Closed'), ('merged', 'Merged'), ('reopened', 'Reopened')], max_length=14, verbose_name='state')),
                        ('kind', models.CharField(blank=True, choices=[('question', 'Question'), ('defect', 'Defect'), ('improvement', 'Improvement'), ('complaint', 'Complaint')], max_length=12, verbose_name='kind')),
                        ('text', models.TextField(blank=True, max_length=10000, verbose_name='words')),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='feedback.feedbackitem')),
                    ],
                    options={
                        'verbose_name': 'step of an item',
                        'indexes': [models.Index(fields=['item', 'at'], name='feedback_step_order')],
                    },
                ),
                migrations.CreateModel(
                    name='FeedbackTarget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.models.new_public_id, editable=False, max_length=22, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('kind', models.CharField(blank=True, choices=[('question', 'Question'), ('defect', 'Defect'), ('improvement', 'Improvement'), ('complaint', 'Complaint')], max_length=12, verbose_name='kind')),
                        ('reply_hours', models.DecimalField(decimal_places=2, max_digits=6, validators=[django.core.validators.MinValueValidator(Decimal('0.25'))], verbose_name='hours to a first reply')),
                        ('decision_hours', models.DecimalField(decimal_places=2, max_digits=6, validators=[django.core.validators.MinValueValidator(Decimal('0.25'))], verbose_name='hours to a decision')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback_targets', to='programme.programme')),
                    ],
                    options={
                        'verbose_name': 'answering times',
                        'constraints': [models.UniqueConstraint(fields=('programme', 'kind'), name='feedback_target_once', violation_error_message='This kind has its times already.')],
                    },
                ),
                migrations.CreateModel(
                    name='FeedbackVote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.models.new_public_id, editable=False, max_length=22, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='address')),
                        ('own', models.BooleanField(default=False)),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='feedback.feedbackitem')),
                        ('via', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.feedbackitem')),
                        ('voter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='voter')),
                    ],
                    options={
                        'verbose_name': 'vote',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('voter__isnull', False)), fields=('item', 'voter'), name='feedback_vote_once', violation_error_message='You have voted for this already.'), models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('item', 'email'), name='feedback_vote_address_once', violation_error_message='This address has voted already.')],
                    },
                ),
            ],
        ),
    ]
