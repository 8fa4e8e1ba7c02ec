# Written by makemigrations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fiches", "0014_moderation_in_the_open"),
    ]

    operations = [
        migrations.AddField(
            model_name="soutien",
            name="account",
            field=models.BooleanField(db_default=False, default=False, verbose_name="avec un compte"),
        ),
    ]
