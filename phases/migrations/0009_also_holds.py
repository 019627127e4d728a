from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('phases', '0008_vote_deputies'),
    ]

    operations = [
        migrations.AlterField(
            model_name='criterion',
            name='also',
            field=models.JSONField(blank=True, default=list, verbose_name='must hold as well'),
        ),
    ]
