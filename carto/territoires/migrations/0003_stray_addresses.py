"""Addresses that stand on a known street are found through it: only the others need an index on their names."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territoires", "0002_territoires_at"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="adresse",
            name="adresse_street_folded",
        ),
        migrations.AddIndex(
            model_name="adresse",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.Func(models.F("street"), function="carto_fold", output_field=models.TextField()),
                    name="gin_trgm_ops",
                ),
                condition=models.Q(("rue", None)),
                name="adresse_stray_street_folded",
            ),
        ),
    ]
