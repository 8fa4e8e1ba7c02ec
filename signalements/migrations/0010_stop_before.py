"""What a stop changed, so that a gesture made by mistake puts it back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signalements", "0009_rounds_how"),
    ]

    operations = [
        migrations.AddField(
            model_name="stop",
            name="before",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
