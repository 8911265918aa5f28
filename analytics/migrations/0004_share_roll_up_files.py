from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0003_activity_batches")]

    operations = [
        migrations.AlterField(
            model_name="rolluppartition", name="path", field=models.CharField(blank=True, max_length=200)
        ),
    ]
