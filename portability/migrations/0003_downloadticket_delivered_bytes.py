"""How much of a package has the holder of a ticket taken without a gap?"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portability", "0002_row_security")]
    operations = [
        migrations.AddField(
            model_name="downloadticket",
            name="delivered_bytes",
            field=models.PositiveBigIntegerField(default=0, db_default=0),
        ),
    ]
