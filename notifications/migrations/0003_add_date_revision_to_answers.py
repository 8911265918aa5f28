"""Which columns say for which dates a notice was read and confirmed?"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lifecycle', '0002_row_security'),
        ('notifications', '0002_row_security'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='acknowledgement',
            name='acknowledgement_once',
        ),
        migrations.AddField(
            model_name='acknowledgement',
            name='date_revision',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='inboxmessage',
            name='date_revision',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.UniqueConstraint(fields=('notice', 'account', 'date_revision', 'identity'), name='acknowledgement_once'),
        ),
    ]
