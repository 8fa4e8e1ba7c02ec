import django.contrib.postgres.indexes
from django.db import migrations, models

import carto.fiches.models.photo


class Migration(migrations.Migration):
    """Photos of sheets go where no web server reads; a reading may wait for the worker, and is found by its ideas."""

    dependencies = [
        ("idees", "0005_campaigns_and_workshops"),
    ]

    operations = [
        migrations.AlterField(
            model_name="releve",
            name="image",
            field=models.ImageField(
                blank=True,
                storage=carto.fiches.models.photo.private_storage,
                upload_to="releves/",
                verbose_name="photo",
            ),
        ),
        migrations.AlterField(
            model_name="releve",
            name="straight",
            field=models.ImageField(
                blank=True,
                storage=carto.fiches.models.photo.private_storage,
                upload_to="releves/",
                verbose_name="photo redressée",
            ),
        ),
        migrations.AlterField(
            model_name="releve",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "lecture en cours"),
                    ("read", "lue, à vérifier"),
                    ("refused", "illisible"),
                    ("confirmed", "vérifiée"),
                ],
                max_length=9,
                verbose_name="état",
            ),
        ),
        migrations.AddIndex(
            model_name="releve",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["found"], name="releve_found", opclasses=["jsonb_path_ops"]
            ),
        ),
    ]
