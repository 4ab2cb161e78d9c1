from django.db import migrations, models

from bench.later_clients._later import LAST


class Migration(migrations.Migration):
    dependencies = [("clients", LAST)]
    operations = [migrations.AddField("client", "shoe_size", models.IntegerField(default=42))]
