"""Visits: how one gets there, how from afar, which questions; and the places where one stops."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fiches", "0021_said_in_threads"),
        ("opportunites", "0014_question_is_said_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="reunion",
            name="access",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=1000, verbose_name="comment y accéder"
            ),
        ),
        migrations.AddField(
            model_name="reunion",
            name="distant",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=1000, verbose_name="comment y être de loin"
            ),
        ),
        migrations.AddField(
            model_name="reunion",
            name="questions",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="fiches.commentaire", verbose_name="questions"
            ),
        ),
        migrations.CreateModel(
            name="Halte",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=200, verbose_name="où")),
                (
                    "spot",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, null=True, spatial_index=False, srid=4326, verbose_name="lieu"
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="ce que l’on y regarde")),
                ("seen", models.TextField(blank=True, max_length=2000, verbose_name="ce que l’on y a vu")),
                (
                    "photos",
                    models.ManyToManyField(blank=True, related_name="+", to="fiches.photo", verbose_name="photos"),
                ),
                (
                    "reunion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="haltes",
                        to="opportunites.reunion",
                        verbose_name="visite",
                    ),
                ),
            ],
            options={
                "verbose_name": "halte",
                "verbose_name_plural": "haltes",
                "ordering": ["pk"],
            },
        ),
    ]
