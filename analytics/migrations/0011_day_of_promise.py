from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0010_pulled_days_that_lost")]

    operations = [
        migrations.AddField(
            model_name="activitysource",
            name="promised_date",
            field=models.DateField(blank=True, null=True),
        ),
    ]
