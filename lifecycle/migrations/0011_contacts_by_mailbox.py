from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0010_remember_that_an_outage_opened"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["email_norm"], name="contact_by_mailbox"),
        ),
    ]
