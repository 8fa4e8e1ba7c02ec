"""Following a place; a message is said once to an address, whichever of its abonnements asks for it."""

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Until here an address followed one fiche once: none of its messages is there twice.
MARKED = """
UPDATE alertes_message AS message SET mark = md5(coalesce(nullif(abonnement.email, ''), abonnement.endpoint))::uuid
FROM alertes_abonnement AS abonnement WHERE abonnement.id = message.abonnement_id
"""

# Only what was public was told to anybody.
MOVED = """
CREATE FUNCTION alertes_keep_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO alertes_deplacement (fiche_id, geom, at) VALUES (OLD.id, OLD.geom, now());
    RETURN NULL;
END $$;
CREATE TRIGGER fiche_left_place AFTER UPDATE ON fiches_fiche
    FOR EACH ROW WHEN (NEW.geom IS DISTINCT FROM OLD.geom AND OLD.visibility = 'public')
    EXECUTE FUNCTION alertes_keep_place();
ALTER TABLE alertes_deplacement ADD CONSTRAINT deplacement_of_a_fiche
    FOREIGN KEY (fiche_id) REFERENCES fiches_fiche ON DELETE CASCADE;
"""
UNMOVED = """
ALTER TABLE alertes_deplacement DROP CONSTRAINT deplacement_of_a_fiche;
DROP TRIGGER fiche_left_place ON fiches_fiche;
DROP FUNCTION alertes_keep_place();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("alertes", "0001_initial"),
        ("fiches", "0020_decided_in_the_open"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deplacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("geom", django.contrib.gis.db.models.fields.GeometryField(spatial_index=False, srid=4326)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "déplacement",
                "verbose_name_plural": "déplacements",
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "abonnement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="zone",
                        serialize=False,
                        to="alertes.abonnement",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("code", models.CharField(blank=True, db_index=True, max_length=160, verbose_name="rue ou territoire")),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.GeometryField(
                        blank=True, null=True, spatial_index=False, srid=4326, verbose_name="lieu"
                    ),
                ),
                (
                    "geom_metres",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.gis.db.models.functions.Transform("geom", settings.CARTO_SRID_METRES),
                        output_field=django.contrib.gis.db.models.fields.GeometryField(
                            null=True, spatial_index=False, srid=settings.CARTO_SRID_METRES
                        ),
                    ),
                ),
                ("reach", models.PositiveIntegerField(default=0, verbose_name="rayon (m)")),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(), blank=True, default=list, size=None, verbose_name="thèmes"
                    ),
                ),
                (
                    "hears",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("signalement", "les nouveaux signalements"),
                                ("idee", "les nouvelles idées"),
                                ("equipement", "les nouveaux équipements"),
                                ("opportunite", "les nouvelles opportunités"),
                                ("decisions", "les décisions et les réunions"),
                                ("works", "les travaux"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="de quoi",
                    ),
                ),
            ],
            options={
                "verbose_name": "lieu suivi",
                "verbose_name_plural": "lieux suivis",
            },
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_once",
        ),
        migrations.AddField(
            model_name="abonnement",
            name="selection",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="message",
            name="mark",
            field=models.UUIDField(null=True, verbose_name="empreinte de l’adresse"),
        ),
        migrations.RunSQL(MARKED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="message",
            name="mark",
            field=models.UUIDField(verbose_name="empreinte de l’adresse"),
        ),
        migrations.AddField(
            model_name="message",
            name="heard",
            field=models.CharField(
                blank=True,
                choices=[
                    ("signalement", "les nouveaux signalements"),
                    ("idee", "les nouvelles idées"),
                    ("equipement", "les nouveaux équipements"),
                    ("opportunite", "les nouvelles opportunités"),
                    ("decisions", "les décisions et les réunions"),
                    ("works", "les travaux"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="news",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="news_messages", to="fiches.fiche"
            ),
        ),
        migrations.AlterField(
            model_name="abonnement",
            name="fiche",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="abonnements",
                to="fiches.fiche",
                verbose_name="fiche",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="evenement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="fiches.evenement"
            ),
        ),
        migrations.AddConstraint(
            model_name="abonnement",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("selection", ""), _negated=True), models.Q(("email", ""), _negated=True)),
                fields=("email", "selection"),
                name="abonnement_place_mail_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="abonnement",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("selection", ""), _negated=True), models.Q(("endpoint", ""), _negated=True)
                ),
                fields=("endpoint", "selection"),
                name="abonnement_place_push_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="abonnement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fiche__isnull", False), ("selection", "")),
                    models.Q(("fiche__isnull", True), models.Q(("selection", ""), _negated=True)),
                    _connector="OR",
                ),
                name="abonnement_fiche_or_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("mark", "evenement"), name="message_once_an_address"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("mark", "news"), name="message_new_once"),
        ),
        migrations.AddField(
            model_name="deplacement",
            name="fiche",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deplacements",
                db_constraint=False,
                to="fiches.fiche",
            ),
        ),
        migrations.AddIndex(
            model_name="zone",
            index=django.contrib.postgres.indexes.GistIndex(
                models.Func(
                    models.F("geom_metres"),
                    models.F("reach"),
                    function="ST_Expand",
                    output_field=django.contrib.gis.db.models.fields.GeometryField(srid=4326),
                ),
                name="zone_expanded",
            ),
        ),
        migrations.AddIndex(
            model_name="zone",
            index=models.Index(
                fields=["abonnement"], condition=models.Q(code="", geom__isnull=True), name="zone_everywhere"
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), ("geom__isnull", True), _connector="OR"), name="zone_one_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.CheckConstraint(
                condition=models.Q(("geom__isnull", True), ("geom__isvalid", True), _connector="OR"),
                name="zone_geom_valid",
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.CheckConstraint(condition=models.Q(("hears__len__gt", 0)), name="zone_hears_something"),
        ),
        migrations.AddIndex(
            model_name="deplacement",
            index=models.Index(fields=["at"], name="deplacement_at"),
        ),
        migrations.RunSQL(MOVED, UNMOVED),
    ]
