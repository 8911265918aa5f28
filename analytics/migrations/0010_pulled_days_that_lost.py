from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0009_pulled_days")]

    operations = [
        migrations.AddField(
            model_name="pulledday",
            name="is_less",
            field=models.BooleanField(default=False),
        ),
    ]
