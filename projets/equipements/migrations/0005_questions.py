"""What a question keeps until it is answered, and who said what of one that was handed on."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("equipements", "0004_deliberations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="demande",
            name="text",
            field=models.TextField(blank=True, max_length=2000, verbose_name="question"),
        ),
        migrations.AddField(
            model_name="demande",
            name="email",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="adresse e-mail"
            ),
        ),
        migrations.AddField(
            model_name="demande",
            name="held",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="attend une relecture"
            ),
        ),
        migrations.AddField(
            model_name="demande",
            name="hidden_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transmission",
            name="said_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=160, verbose_name="dite par"),
        ),
        migrations.AddField(
            model_name="transmission",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
