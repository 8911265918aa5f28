"""Which column keeps the dates that the script of a call speaks of?"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0003_add_date_revision_to_answers'),
    ]

    operations = [
        migrations.AddField(
            model_name='desktask',
            name='script_dates',
            field=models.JSONField(blank=True, null=True),
        ),
    ]
