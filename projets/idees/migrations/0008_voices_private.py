"""Voices move where no web server reads: our own pages hand them out, to those who may hear them."""

from django.core.files.storage import storages
from django.db import migrations, models

import carto.fiches.models.photo


def move(from_storage, to_storage):
    """The files, whose names stay; one that is already there, or gone, is left."""

    def moved(apps, schema_editor):
        source, target = storages[from_storage], storages[to_storage]
        named = apps.get_model("idees", "Enregistrement").objects.exclude(file="")
        for name in named.values_list("file", flat=True):
            if source.exists(name) and not target.exists(name):
                with source.open(name) as file:
                    target.save(name, file)
                source.delete(name)

    return moved


class Migration(migrations.Migration):
    dependencies = [("idees", "0007_restitution_moderation")]

    operations = [
        migrations.AlterField(
            model_name="enregistrement",
            name="file",
            field=models.FileField(
                blank=True,
                storage=carto.fiches.models.photo.private_storage,
                upload_to="voix/",
                verbose_name="son",
            ),
        ),
        migrations.RunPython(move("default", "private"), move("private", "default")),
    ]
