from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('branding', '0002_studio'),
    ]

    operations = [
        migrations.AddField(
            model_name='brand',
            name='address',
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
