from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0010_find_what_a_round_looks_for")]

    operations = [
        migrations.AddField(
            model_name="alarm",
            name="told",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
