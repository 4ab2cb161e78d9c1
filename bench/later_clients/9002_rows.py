from django.conf import settings
from django.db import migrations


def write(apps, editor):
    apps.get_model("clients", "Client").objects.update(shoe_size=43)


class Migration(migrations.Migration):
    dependencies = [("clients", "9001_field")]
    operations = [migrations.RunPython(write)] if settings.LATER_RELEASE == "rows" else []
