"""Streets known only by their addresses, so that a search compares names and not numbers."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territoires", "0004_faster_territoires_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="Voie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="commune")),
                ("geom", django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name="une de ses adresses")),
            ],
            options={
                "verbose_name": "voie sans tracé",
                "verbose_name_plural": "voies sans tracé",
            },
        ),
        migrations.RemoveIndex(
            model_name="adresse",
            name="adresse_stray_street_folded",
        ),
        migrations.AddIndex(
            model_name="adresse",
            index=models.Index(condition=models.Q(("rue", None)), fields=["street", "number"], name="adresse_stray"),
        ),
        migrations.AddIndex(
            model_name="voie",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.Func(models.F("name"), function="carto_fold", output_field=models.TextField()),
                    name="gin_trgm_ops",
                ),
                name="voie_name_folded",
            ),
        ),
        migrations.AddConstraint(
            model_name="voie",
            constraint=models.UniqueConstraint(fields=("name", "city"), name="voie_once"),
        ),
    ]
