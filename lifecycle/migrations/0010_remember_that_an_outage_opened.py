from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0009_row_security_of_affected"),
    ]
    operations = [
        migrations.AddField(
            model_name="brownout",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="brownout",
            name="revision",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
