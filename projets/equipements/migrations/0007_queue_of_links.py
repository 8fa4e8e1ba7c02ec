"""The queue of links in its own order: many of them are as likely as each other."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("equipements", "0006_acts_on_questions")]

    operations = [
        migrations.RemoveIndex(model_name="rattachement", name="rattachement_open"),
        migrations.AddIndex(
            model_name="rattachement",
            index=models.Index(
                condition=models.Q(("state", "suggested")), fields=["-score", "id"], name="rattachement_queue"
            ),
        ),
    ]
