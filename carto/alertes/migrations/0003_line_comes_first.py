"""What one line says to thousands is written side by side: the line comes first in what makes its messages unique."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alertes", "0002_places")]

    operations = [
        migrations.RemoveConstraint(model_name="message", name="message_once_an_address"),
        migrations.RemoveConstraint(model_name="message", name="message_new_once"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("evenement", "mark"), name="message_once_an_address"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("news", "mark"), name="message_new_once"),
        ),
        migrations.AlterField(
            model_name="message",
            name="evenement",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="fiches.evenement",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="news",
            field=models.ForeignKey(
                db_index=False,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="news_messages",
                to="fiches.fiche",
            ),
        ),
    ]
