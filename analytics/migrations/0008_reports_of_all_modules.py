from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0007_mark_of_affected")]

    operations = [
        migrations.CreateModel(
            name="UsageReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of_date", models.DateField()),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("folder", models.CharField(max_length=200, unique=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={"ordering": ["as_of_date", "id"]},
        ),
    ]
