"""What a person makes of a refused row; and the files of sources where no web server reads."""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import projets.equipements.models.source


def _move(apps: Apps, before: Storage, after: Storage) -> None:
    names = apps.get_model("equipements", "Import").objects.exclude(file="").values_list("file", flat=True)
    for name in names.distinct().iterator():
        if not before.exists(name):
            continue
        if not after.exists(name):
            with before.open(name) as file:
                after.save(name, File(file))
        before.delete(name)


def hide(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """From the folder that web servers read to the private one."""
    _move(apps, storages["default"], storages["private"])


def show(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Back."""
    _move(apps, storages["private"], storages["default"])


class Migration(migrations.Migration):
    dependencies = [
        ("equipements", "0007_queue_of_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="rejet",
            name="key",
            field=models.CharField(db_default="", default="", max_length=300, verbose_name="clef"),
        ),
        migrations.AddField(
            model_name="rejet",
            name="sha256",
            field=models.CharField(db_default="", default="", max_length=64, verbose_name="empreinte"),
        ),
        migrations.AddField(
            model_name="rejet",
            name="nth",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="rejet",
            name="repeated",
            field=models.BooleanField(db_default=False, default=False, verbose_name="identifiant déjà pris plus haut"),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("nth", models.PositiveIntegerField(default=1)),
                ("data", models.JSONField(blank=True, null=True, verbose_name="contenu corrigé")),
                ("key", models.CharField(blank=True, max_length=300, verbose_name="clef")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="pourquoi")),
                ("role", models.CharField(blank=True, max_length=12, verbose_name="rôle")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ligne",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="corrections",
                        to="equipements.ligne",
                        verbose_name="ligne",
                    ),
                ),
                (
                    "rejet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="equipements.rejet",
                        verbose_name="ligne refusée",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="equipements.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction d’une ligne refusée",
                "verbose_name_plural": "corrections de lignes refusées",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["source", "sha256", "nth", "-id"], name="correction_last")],
            },
        ),
        migrations.AlterField(
            model_name="import",
            name="file",
            field=models.FileField(
                blank=True,
                storage=projets.equipements.models.source.private_storage,
                upload_to="imports/",
                verbose_name="fichier",
            ),
        ),
        migrations.RunPython(hide, show),
    ]
