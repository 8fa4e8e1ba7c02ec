# Written by makemigrations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fiches", "0012_ideas_in_full"),
    ]

    operations = [
        migrations.AddField(
            model_name="soutien",
            name="account",
            field=models.BooleanField(db_default=False, default=False, verbose_name="avec un compte"),
        ),
    ]
