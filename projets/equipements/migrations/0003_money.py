"""Costs told by how far the money had come, and the rooms of public money: sources, rows, contracts, budgets, places."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What `kind` said so far was what the money paid for: that is `purpose` now. Whether the line was an estimate or the
# final cost, only its words tell.
KINDS = """
UPDATE equipements_cout SET purpose = kind, kind = CASE
    WHEN kind = 'running' THEN 'running'
    WHEN about ~* 'prévu|annonc|estim|prévisionnel' THEN 'estimated'
    ELSE 'realised'
END;
"""
BACK_TO_PURPOSES = "UPDATE equipements_cout SET kind = purpose;"

WORDS = """
CREATE FUNCTION equipements_paragraph_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := to_tsvector('public.carto_french', NEW.text);
    RETURN NEW;
END $$;
CREATE TRIGGER paragraph_words BEFORE INSERT OR UPDATE OF text ON equipements_paragraphe
    FOR EACH ROW EXECUTE FUNCTION equipements_paragraph_words();
"""
NO_WORDS = """
DROP TRIGGER paragraph_words ON equipements_paragraphe;
DROP FUNCTION equipements_paragraph_words();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0003_ideas_in_full"),
        ("equipements", "0002_kind"),
        ("fiches", "0018_figures"),
        ("territoires", "0005_voie"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ligne",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=300, verbose_name="clef")),
                ("data", models.JSONField(verbose_name="contenu")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("number", models.PositiveIntegerField(default=0, verbose_name="numéro dans le fichier")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="absente depuis")),
            ],
            options={
                "verbose_name": "ligne de source",
                "verbose_name_plural": "lignes de source",
            },
        ),
        migrations.CreateModel(
            name="Avenant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="numéro")),
                ("on", models.DateField(blank=True, null=True, verbose_name="le")),
                ("objet", models.CharField(blank=True, max_length=1000, verbose_name="objet")),
                (
                    "months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nouvelle durée (mois)"),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="nouveau montant (€ HT)"
                    ),
                ),
            ],
            options={
                "verbose_name": "avenant",
                "verbose_name_plural": "avenants",
                "ordering": ["on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Execution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="publiée le")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="année")),
                (
                    "spent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="dépenses d’investissement (€ HT)",
                    ),
                ),
                ("tariffs", models.JSONField(blank=True, default=list, verbose_name="tarifs")),
            ],
            options={
                "verbose_name": "année de concession",
                "verbose_name_plural": "années de concession",
                "ordering": ["year", "published_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preview", "aperçu"),
                            ("done", "fait"),
                            ("refused", "refusé"),
                            ("dropped", "abandonné"),
                        ],
                        default="preview",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to="imports/", verbose_name="fichier")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="nom du fichier")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="lu à l’adresse")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="empreinte")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="taille (octets)")),
                ("report", models.JSONField(blank=True, default=dict, verbose_name="rapport")),
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
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Paragraphe",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("page", models.PositiveSmallIntegerField(verbose_name="page")),
                ("text", models.TextField(verbose_name="texte")),
                ("words", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "paragraphe",
                "verbose_name_plural": "paragraphes",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Recit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chart", models.CharField(blank=True, max_length=120, verbose_name="graphique")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("text", models.TextField(max_length=1500, verbose_name="récit")),
                ("role", models.CharField(max_length=12, verbose_name="rôle")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
            ],
            options={
                "verbose_name": "récit d’un chiffre",
                "verbose_name_plural": "récits d’un chiffre",
                "ordering": ["-version"],
            },
        ),
        migrations.CreateModel(
            name="Rejet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="numéro dans le fichier")),
                ("data", models.JSONField(verbose_name="contenu")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), size=None, verbose_name="raisons"
                    ),
                ),
                ("proposed", models.JSONField(blank=True, null=True, verbose_name="correction proposée")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
            ],
            options={
                "verbose_name": "ligne refusée",
                "verbose_name_plural": "lignes refusées",
                "ordering": ["number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=80, unique=True, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("facility", "équipements"),
                            ("budget", "lignes de budget"),
                            ("contract", "marchés et concessions"),
                            ("subsidy", "subventions"),
                            ("deliberation", "délibérations"),
                            ("works", "travaux prévus"),
                            ("usage", "usages"),
                            ("purchase", "achats prévus"),
                            ("cost", "coûts"),
                        ],
                        max_length=12,
                        verbose_name="contenu",
                    ),
                ),
                ("format", models.SlugField(max_length=40, verbose_name="format")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="adresse")),
                ("licence", models.CharField(blank=True, max_length=120, verbose_name="licence")),
                (
                    "about",
                    models.TextField(blank=True, max_length=2000, verbose_name="comment ces chiffres sont faits"),
                ),
                ("mapping", models.JSONField(blank=True, default=dict, verbose_name="correspondance")),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="colonnes",
                    ),
                ),
                (
                    "extent",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.FloatField(), blank=True, null=True, size=4, verbose_name="étendue attendue"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ajoutée le")),
                ("demonstration", models.BooleanField(default=False, editable=False, verbose_name="démonstration")),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="Titulaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(blank=True, max_length=40, verbose_name="SIRET ou autre identifiant")),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="nom")),
                ("under", models.BooleanField(default=False, verbose_name="sous-traitant")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="montant sous-traité (€ HT)",
                    ),
                ),
            ],
            options={
                "verbose_name": "titulaire",
                "verbose_name_plural": "titulaires",
                "ordering": ["under", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Transmission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500, verbose_name="pourquoi eux")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="relancée le")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="leur réponse")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
            ],
            options={
                "verbose_name": "transmission",
                "verbose_name_plural": "transmissions",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TypeEquipement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("bridge", "pont ou passerelle"),
                            ("car_park", "parking"),
                            ("cemetery", "cimetière"),
                            ("concert", "salle de concert ou de congrès"),
                            ("community", "maison de quartier"),
                            ("culture", "lieu culturel"),
                            ("harbour", "port ou embarcadère"),
                            ("health", "santé"),
                            ("heritage", "patrimoine"),
                            ("library", "bibliothèque"),
                            ("market", "marché"),
                            ("museum", "musée"),
                            ("park", "parc ou jardin"),
                            ("park_and_ride", "parking relais"),
                            ("pool", "piscine ou patinoire"),
                            ("school", "école, lycée, université"),
                            ("sport", "équipement sportif"),
                            ("square", "place ou promenade"),
                            ("station", "gare ou pôle d’échanges"),
                            ("stop", "arrêt de tramway ou de busway"),
                            ("theatre", "théâtre ou opéra"),
                            ("town_hall", "mairie ou service public"),
                            ("works", "chantier"),
                            ("other", "autre équipement"),
                        ],
                        max_length=16,
                        verbose_name="nature",
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=120, verbose_name="thème de SCDL")),
                ("scdl", models.CharField(blank=True, max_length=120, verbose_name="type de SCDL")),
                (
                    "osm",
                    models.CharField(
                        blank=True, help_text="leisure=swimming_pool", max_length=80, verbose_name="étiquette OSM"
                    ),
                ),
                (
                    "stickers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="autocollants",
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="autres mots",
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        blank=True, help_text="entrées, prêts, places", max_length=60, verbose_name="ce que l’on compte"
                    ),
                ),
            ],
            options={
                "verbose_name": "type d’équipement",
                "verbose_name_plural": "types d’équipement",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Usage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("entries", "entrées"),
                            ("visitors", "personnes différentes"),
                            ("loans", "prêts"),
                            ("passages", "passages"),
                            ("hours", "heures occupées"),
                            ("meals", "repas"),
                            ("pupils", "élèves"),
                        ],
                        max_length=10,
                        verbose_name="ce que l’on compte",
                    ),
                ),
                ("month", models.DateField(help_text="le premier jour", verbose_name="mois")),
                ("months", models.PositiveSmallIntegerField(default=1, verbose_name="nombre de mois")),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="nombre")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("source_url", models.URLField(blank=True, verbose_name="adresse de la source")),
            ],
            options={
                "verbose_name": "usage",
                "verbose_name_plural": "usages",
                "ordering": ["measure", "month"],
            },
        ),
        migrations.AlterModelOptions(
            name="cout",
            options={
                "ordering": ["kind", "purpose", "year", "pk"],
                "verbose_name": "coût",
                "verbose_name_plural": "coûts",
            },
        ),
        migrations.AddField(
            model_name="cout",
            name="confidence",
            field=models.CharField(
                choices=[("high", "sûr"), ("medium", "probable"), ("low", "à vérifier")],
                default="high",
                max_length=6,
                verbose_name="confiance",
            ),
        ),
        migrations.AddField(
            model_name="cout",
            name="entered_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="saisi le"),
        ),
        migrations.AddField(
            model_name="cout",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cout",
            name="last_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="quand le montant couvre plusieurs années",
                null=True,
                verbose_name="jusqu’à l’année",
            ),
        ),
        migrations.AddField(
            model_name="cout",
            name="method",
            field=models.CharField(
                choices=[
                    ("published", "publié pour ce lieu"),
                    ("linked", "rattaché à la main"),
                    ("apportioned", "part d’un montant plus large"),
                ],
                default="published",
                max_length=12,
                verbose_name="méthode",
            ),
        ),
        migrations.AddField(
            model_name="cout",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("study", "études"),
                    ("construction", "construction"),
                    ("renovation", "rénovation"),
                    ("equipment", "aménagement"),
                    ("running", "fonctionnement"),
                ],
                default="construction",
                max_length=12,
                verbose_name="ce qui est payé",
            ),
        ),
        migrations.AddField(
            model_name="cout",
            name="share",
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True, verbose_name="part"),
        ),
        migrations.AddField(
            model_name="cout",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "proposé"),
                    ("confirmed", "confirmé"),
                    ("contested", "contesté"),
                    ("superseded", "remplacé"),
                ],
                default="confirmed",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.AddField(
            model_name="cout",
            name="state_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="pourquoi"),
        ),
        migrations.AddField(
            model_name="cout",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="supersedes",
                to="equipements.cout",
            ),
        ),
        migrations.AddField(
            model_name="equipement",
            name="begins_on",
            field=models.DateField(blank=True, null=True, verbose_name="commence le"),
        ),
        migrations.AddField(
            model_name="equipement",
            name="capacity",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="capacité"),
        ),
        migrations.AddField(
            model_name="equipement",
            name="capacity_of",
            field=models.CharField(
                blank=True, help_text="places, lits, vélos", max_length=40, verbose_name="capacité, en"
            ),
        ),
        migrations.AddField(
            model_name="equipement",
            name="closed",
            field=models.PositiveSmallIntegerField(blank=True, help_text="année", null=True, verbose_name="fermeture"),
        ),
        migrations.AddField(
            model_name="equipement",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="se termine le"),
        ),
        migrations.AddField(
            model_name="equipement",
            name="hours",
            field=models.CharField(
                blank=True,
                help_text="comme dans OpenStreetMap : Mo-Fr 09:00-18:00",
                max_length=300,
                verbose_name="horaires",
            ),
        ),
        migrations.AlterField(
            model_name="cout",
            name="kind",
            field=models.CharField(
                choices=[
                    ("estimated", "estimé"),
                    ("voted", "voté"),
                    ("notified", "notifié"),
                    ("paid", "payé"),
                    ("realised", "coût final"),
                    ("running", "par an"),
                ],
                default="realised",
                max_length=12,
                verbose_name="nature du chiffre",
            ),
        ),
        migrations.RunSQL(KINDS, BACK_TO_PURPOSES),
        migrations.AlterField(
            model_name="equipement",
            name="nature",
            field=models.CharField(
                choices=[
                    ("bridge", "pont ou passerelle"),
                    ("car_park", "parking"),
                    ("cemetery", "cimetière"),
                    ("concert", "salle de concert ou de congrès"),
                    ("community", "maison de quartier"),
                    ("culture", "lieu culturel"),
                    ("harbour", "port ou embarcadère"),
                    ("health", "santé"),
                    ("heritage", "patrimoine"),
                    ("library", "bibliothèque"),
                    ("market", "marché"),
                    ("museum", "musée"),
                    ("park", "parc ou jardin"),
                    ("park_and_ride", "parking relais"),
                    ("pool", "piscine ou patinoire"),
                    ("school", "école, lycée, université"),
                    ("sport", "équipement sportif"),
                    ("square", "place ou promenade"),
                    ("station", "gare ou pôle d’échanges"),
                    ("stop", "arrêt de tramway ou de busway"),
                    ("theatre", "théâtre ou opéra"),
                    ("town_hall", "mairie ou service public"),
                    ("works", "chantier"),
                    ("other", "autre équipement"),
                ],
                max_length=16,
                verbose_name="nature",
            ),
        ),
        migrations.CreateModel(
            name="Achat",
            fields=[
                (
                    "ligne",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="equipements.ligne",
                        verbose_name="ligne de source",
                    ),
                ),
                ("objet", models.CharField(max_length=1000, verbose_name="objet")),
                ("buyer", models.CharField(blank=True, max_length=300, verbose_name="acheteur")),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="consultation prévue")),
                (
                    "low",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="estimé, au moins (€ HT)"
                    ),
                ),
                (
                    "high",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="estimé, au plus (€ HT)"
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="durée (mois)")),
            ],
            options={
                "verbose_name": "achat prévu",
                "verbose_name_plural": "achats prévus",
            },
        ),
        migrations.CreateModel(
            name="Deliberation",
            fields=[
                (
                    "ligne",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="equipements.ligne",
                        verbose_name="ligne de source",
                    ),
                ),
                ("reference", models.CharField(max_length=120, verbose_name="numéro")),
                ("council", models.CharField(blank=True, max_length=300, verbose_name="assemblée")),
                ("on", models.DateField(blank=True, null=True, verbose_name="votée le")),
                ("matter", models.CharField(blank=True, max_length=300, verbose_name="matière")),
                ("objet", models.CharField(max_length=2000, verbose_name="objet")),
                ("budget_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="exercice")),
                ("present", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votants")),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pour")),
                ("votes_against", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="contre")),
                ("abstained", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="abstentions")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="adresse du document")),
                ("file", models.FileField(blank=True, upload_to="deliberations/", verbose_name="document")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="empreinte du document")),
                ("pages", models.PositiveSmallIntegerField(default=0, verbose_name="pages")),
            ],
            options={
                "verbose_name": "délibération",
                "verbose_name_plural": "délibérations",
            },
        ),
        migrations.CreateModel(
            name="LigneBudget",
            fields=[
                (
                    "ligne",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="equipements.ligne",
                        verbose_name="ligne de source",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("entity", models.CharField(blank=True, max_length=300, verbose_name="budget")),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET")),
                ("document", models.CharField(max_length=60, verbose_name="document")),
                ("section", models.CharField(max_length=1, verbose_name="section")),
                ("spending", models.BooleanField(verbose_name="dépense")),
                ("nature_code", models.CharField(blank=True, max_length=20, verbose_name="nature")),
                ("nature", models.CharField(blank=True, max_length=300, verbose_name="nature, en toutes lettres")),
                ("function_code", models.CharField(blank=True, max_length=20, verbose_name="fonction")),
                ("function", models.CharField(blank=True, max_length=300, verbose_name="fonction, en toutes lettres")),
                ("operation", models.CharField(blank=True, max_length=60, verbose_name="opération")),
                ("order", models.BooleanField(default=False, verbose_name="opération d’ordre")),
                (
                    "voted",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="voté (€)"
                    ),
                ),
                (
                    "realised",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="réalisé (€)"
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de budget",
                "verbose_name_plural": "lignes de budget",
            },
        ),
        migrations.CreateModel(
            name="Marche",
            fields=[
                (
                    "ligne",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="equipements.ligne",
                        verbose_name="ligne de source",
                    ),
                ),
                ("uid", models.CharField(max_length=120, verbose_name="identifiant")),
                ("concession", models.BooleanField(default=False, verbose_name="concession")),
                ("buyer_siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET de l’acheteur")),
                ("buyer", models.CharField(blank=True, max_length=300, verbose_name="acheteur")),
                ("objet", models.CharField(max_length=1000, verbose_name="objet")),
                ("nature", models.CharField(blank=True, max_length=120, verbose_name="nature")),
                ("procedure", models.CharField(blank=True, max_length=120, verbose_name="procédure")),
                ("cpv", models.CharField(blank=True, max_length=12, verbose_name="code CPV")),
                ("place_code", models.CharField(blank=True, max_length=20, verbose_name="code du lieu d’exécution")),
                ("place_kind", models.CharField(blank=True, max_length=40, verbose_name="sorte de code")),
                ("months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="durée (mois)")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="notifié le")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="montant notifié (€ HT)"
                    ),
                ),
                (
                    "total_value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="valeur globale (€ HT)"
                    ),
                ),
                (
                    "public_subsidy",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="subvention publique (€)"
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="pourquoi ce partenariat")),
            ],
            options={
                "verbose_name": "marché",
                "verbose_name_plural": "marchés",
            },
        ),
        migrations.CreateModel(
            name="Subvention",
            fields=[
                (
                    "ligne",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="equipements.ligne",
                        verbose_name="ligne de source",
                    ),
                ),
                ("giver", models.CharField(blank=True, max_length=300, verbose_name="attribuant")),
                ("giver_siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET de l’attribuant")),
                ("beneficiary", models.CharField(max_length=300, verbose_name="bénéficiaire")),
                ("beneficiary_id", models.CharField(blank=True, max_length=20, verbose_name="SIRET ou RNA")),
                ("objet", models.CharField(blank=True, max_length=1000, verbose_name="objet")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="montant (€)"
                    ),
                ),
                ("nature", models.CharField(blank=True, max_length=60, verbose_name="en argent ou en nature")),
                ("on", models.DateField(blank=True, null=True, verbose_name="convention du")),
                ("scheme", models.CharField(blank=True, max_length=300, verbose_name="dispositif")),
                ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="ce que cela a permis")),
                ("outcome_at", models.DateTimeField(blank=True, null=True, verbose_name="dit le")),
            ],
            options={
                "verbose_name": "subvention",
                "verbose_name_plural": "subventions",
            },
        ),
        migrations.AddField(
            model_name="cout",
            name="ligne",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="couts",
                to="equipements.ligne",
                verbose_name="ligne de source",
            ),
        ),
        migrations.AddField(
            model_name="equipement",
            name="ligne",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="equipement",
                to="equipements.ligne",
                verbose_name="ligne de source",
            ),
        ),
        migrations.CreateModel(
            name="Demande",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant")),
                ("chart", models.CharField(blank=True, max_length=120, verbose_name="graphique")),
                ("text", models.TextField(max_length=2000, verbose_name="question")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="posée le")),
                ("due_at", models.DateTimeField(verbose_name="réponse promise pour le")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="réponse")),
                ("answered_role", models.CharField(blank=True, max_length=12, verbose_name="rôle")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
                ("hidden_at", models.DateTimeField(blank=True, null=True, verbose_name="masquée le")),
                ("hidden_reason", models.CharField(blank=True, max_length=300, verbose_name="raison")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commentaire",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="demande",
                        to="fiches.commentaire",
                        verbose_name="commentaire",
                    ),
                ),
                (
                    "cout",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="demandes",
                        to="equipements.cout",
                    ),
                ),
                (
                    "debate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="fiches.fiche",
                    ),
                ),
                (
                    "ligne",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="demandes",
                        to="equipements.ligne",
                    ),
                ),
            ],
            options={
                "verbose_name": "question sur un chiffre",
                "verbose_name_plural": "questions sur un chiffre",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="ligne",
            name="first_import",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="equipements.import",
                verbose_name="premier import",
            ),
        ),
        migrations.AddField(
            model_name="ligne",
            name="last_import",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lignes",
                to="equipements.import",
                verbose_name="dernier import",
            ),
        ),
        migrations.CreateModel(
            name="LigneVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.JSONField(verbose_name="contenu")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "ligne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="equipements.ligne",
                        verbose_name="ligne",
                    ),
                ),
                (
                    "until",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="equipements.import",
                        verbose_name="changée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’une ligne",
                "verbose_name_plural": "versions d’une ligne",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Organisme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="adresse courte")),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("commune", "ville"),
                            ("metropole", "métropole"),
                            ("departement", "département"),
                            ("region", "région"),
                            ("etat", "État"),
                            ("hospital", "hôpital"),
                            ("university", "université ou école"),
                            ("landlord", "bailleur"),
                            ("public", "autre organisme public"),
                            ("association", "association"),
                            ("private", "entreprise"),
                        ],
                        max_length=12,
                        verbose_name="niveau",
                    ),
                ),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                ("website", models.URLField(blank=True, verbose_name="site web")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="comment la joindre")),
                ("demonstration", models.BooleanField(default=False, editable=False, verbose_name="démonstration")),
            ],
            options={
                "verbose_name": "organisme",
                "verbose_name_plural": "organismes",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("siren", ""), _negated=True), fields=("siren",), name="organisme_siren_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("siren", ""), ("siren__regex", "^\\d{9}$"), _connector="OR"),
                        name="organisme_siren",
                        violation_error_message="Un SIREN a neuf chiffres.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="depuis")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="terminé le")),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "organisme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandats",
                        to="equipements.organisme",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "verbose_name_plural": "mandats",
            },
        ),
        migrations.CreateModel(
            name="Interet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("function", models.CharField(max_length=160, verbose_name="fonction")),
                ("text", models.TextField(max_length=2000, verbose_name="intérêt déclaré")),
                ("nothing", models.BooleanField(default=False, verbose_name="rien à déclarer")),
                ("since", models.DateField(verbose_name="depuis")),
                ("until", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="déclaré le")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="equipements.organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration d’intérêt",
                "verbose_name_plural": "déclarations d’intérêt",
                "ordering": ["-declared_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Elu",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("function", models.CharField(max_length=200, verbose_name="fonction")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="comment le joindre")),
                ("since", models.DateField(blank=True, null=True, verbose_name="depuis")),
                ("until", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="d’où on le sait")),
                (
                    "territoire",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="territoires.territoire",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="fiches.theme",
                    ),
                ),
                (
                    "organisme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="elus",
                        to="equipements.organisme",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "élu",
                "verbose_name_plural": "élus",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Competence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "does",
                    models.CharField(
                        help_text="entretien, décision, contrôle…", max_length=300, verbose_name="ce dont il s’occupe"
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="comment le joindre")),
                (
                    "days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="répond en (jours ouvrés)"),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="d’où on le sait")),
                ("demonstration", models.BooleanField(default=False, editable=False, verbose_name="démonstration")),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comptes.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "territoire",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="territoires.territoire",
                        verbose_name="territoire",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="fiches.theme",
                        verbose_name="thème",
                    ),
                ),
                (
                    "organisme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="competences",
                        to="equipements.organisme",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "compétence",
                "verbose_name_plural": "compétences",
                "ordering": ["theme__order", "organisme__name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="cout",
            name="publisher",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="equipements.organisme",
                verbose_name="publié par",
            ),
        ),
        migrations.AddField(
            model_name="equipement",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="owned",
                to="equipements.organisme",
                verbose_name="propriétaire",
            ),
        ),
        migrations.AddField(
            model_name="equipement",
            name="publisher",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="published",
                to="equipements.organisme",
                verbose_name="publié par",
            ),
        ),
        migrations.CreateModel(
            name="Rattachement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suggested", "proposé"),
                            ("confirmed", "confirmé"),
                            ("refused", "écarté"),
                            ("undone", "défait"),
                        ],
                        default="suggested",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("score", models.FloatField(default=0, verbose_name="ressemblance")),
                ("reasons", models.JSONField(blank=True, default=list, verbose_name="raisons")),
                ("share", models.DecimalField(decimal_places=4, default=1, max_digits=5, verbose_name="part")),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="pourquoi")),
                ("suggested_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="proposé le")),
                ("settled_role", models.CharField(blank=True, max_length=12, verbose_name="rôle")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="décidé le")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="défait le")),
                ("undone_reason", models.CharField(blank=True, max_length=500, verbose_name="pourquoi défait")),
                (
                    "equipement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rattachements",
                        to="equipements.equipement",
                        verbose_name="équipement",
                    ),
                ),
                (
                    "ligne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rattachements",
                        to="equipements.ligne",
                        verbose_name="ligne",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rattachement",
                "verbose_name_plural": "rattachements",
                "ordering": ["-score", "pk"],
            },
        ),
        migrations.AddField(
            model_name="cout",
            name="rattachement",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="cout",
                to="equipements.rattachement",
                verbose_name="rattachement",
            ),
        ),
        migrations.AddConstraint(
            model_name="cout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "running"), ("purpose", "running")),
                    models.Q(
                        models.Q(("kind", "running"), _negated=True), models.Q(("purpose", "running"), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="cout_running",
                violation_error_message="Un coût par an est un coût de fonctionnement.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cout",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_year__isnull", True), ("last_year__gte", models.F("year")), _connector="OR"),
                name="cout_years_order",
                violation_error_message="La dernière année vient après la première.",
            ),
        ),
        migrations.AddField(
            model_name="recit",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="recit",
            name="equipement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recits",
                to="equipements.equipement",
            ),
        ),
        migrations.AddField(
            model_name="rejet",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rejets",
                to="equipements.import",
                verbose_name="import",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="organisme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sources",
                to="equipements.organisme",
                verbose_name="publié par",
            ),
        ),
        migrations.AddField(
            model_name="ligne",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lignes",
                to="equipements.source",
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="imports",
                to="equipements.source",
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="transmission",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="transmission",
            name="demande",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="transmissions",
                to="equipements.demande",
                verbose_name="question",
            ),
        ),
        migrations.AddField(
            model_name="transmission",
            name="organisme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="equipements.organisme",
                verbose_name="transmise à",
            ),
        ),
        migrations.AddField(
            model_name="equipement",
            name="type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="equipements",
                to="equipements.typeequipement",
                verbose_name="type",
            ),
        ),
        migrations.AddIndex(
            model_name="equipement",
            index=models.Index(
                condition=models.Q(("ends_on__isnull", False)), fields=["ends_on"], name="equipement_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="equipement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("begins_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("begins_on")),
                    _connector="OR",
                ),
                name="equipement_works_order",
                violation_error_message="La fin vient après le début.",
            ),
        ),
        migrations.AddField(
            model_name="usage",
            name="equipement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="usages",
                to="equipements.equipement",
                verbose_name="équipement",
            ),
        ),
        migrations.AddField(
            model_name="usage",
            name="ligne",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="usages",
                to="equipements.ligne",
            ),
        ),
        migrations.AddField(
            model_name="usage",
            name="publisher",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="equipements.organisme",
            ),
        ),
        migrations.AddIndex(
            model_name="achat",
            index=models.Index(fields=["expected_on"], name="achat_expected"),
        ),
        migrations.AddField(
            model_name="paragraphe",
            name="deliberation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="paragraphes",
                to="equipements.deliberation",
                verbose_name="délibération",
            ),
        ),
        migrations.AddIndex(
            model_name="deliberation",
            index=models.Index(fields=["-on"], name="deliberation_on"),
        ),
        migrations.AddIndex(
            model_name="lignebudget",
            index=models.Index(fields=["year", "document", "function_code"], name="budget_function"),
        ),
        migrations.AddIndex(
            model_name="lignebudget",
            index=models.Index(fields=["operation"], name="budget_operation"),
        ),
        migrations.AddField(
            model_name="titulaire",
            name="marche",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="titulaires",
                to="equipements.marche",
                verbose_name="marché",
            ),
        ),
        migrations.AddIndex(
            model_name="marche",
            index=models.Index(fields=["-notified_on"], name="marche_notified"),
        ),
        migrations.AddIndex(
            model_name="marche",
            index=models.Index(fields=["ends_on"], name="marche_ends"),
        ),
        migrations.AddIndex(
            model_name="marche",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.Func(models.F("objet"), function="carto_fold", output_field=models.TextField()),
                    name="gin_trgm_ops",
                ),
                name="marche_objet_folded",
            ),
        ),
        migrations.AddField(
            model_name="execution",
            name="marche",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="executions",
                to="equipements.marche",
                verbose_name="concession",
            ),
        ),
        migrations.AddField(
            model_name="competence",
            name="marche",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="equipements.marche",
            ),
        ),
        migrations.AddField(
            model_name="avenant",
            name="marche",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="avenants",
                to="equipements.marche",
                verbose_name="marché",
            ),
        ),
        migrations.AddIndex(
            model_name="subvention",
            index=models.Index(fields=["-on"], name="subvention_on"),
        ),
        migrations.AddIndex(
            model_name="demande",
            index=models.Index(condition=models.Q(("answered_at", None)), fields=["due_at"], name="demande_waiting"),
        ),
        migrations.AddConstraint(
            model_name="mandat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("person", "organisme"), name="mandat_once_at_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="rattachement",
            index=models.Index(condition=models.Q(("state", "suggested")), fields=["-score"], name="rattachement_open"),
        ),
        migrations.AddConstraint(
            model_name="rattachement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "undone"), _negated=True),
                fields=("ligne", "equipement"),
                name="rattachement_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rattachement",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gt", 0), ("share__lte", 1)), name="rattachement_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="recit",
            constraint=models.UniqueConstraint(
                fields=("equipement", "chart", "version"), name="recit_version_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="rejet",
            index=models.Index(condition=models.Q(("settled_at", None)), fields=["of"], name="rejet_open"),
        ),
        migrations.AddIndex(
            model_name="ligne",
            index=models.Index(fields=["source", "number"], name="ligne_order"),
        ),
        migrations.AddConstraint(
            model_name="ligne",
            constraint=models.UniqueConstraint(fields=("source", "key"), name="ligne_once"),
        ),
        migrations.AddConstraint(
            model_name="usage",
            constraint=models.UniqueConstraint(fields=("equipement", "measure", "month", "months"), name="usage_once"),
        ),
        migrations.AddConstraint(
            model_name="usage",
            constraint=models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="usage_value"),
        ),
        migrations.AddConstraint(
            model_name="usage",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__gte", 1), ("months__lte", 12)), name="usage_months"
            ),
        ),
        migrations.AddConstraint(
            model_name="usage",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="usage_first_day"),
        ),
        migrations.AddIndex(
            model_name="paragraphe",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="paragraphe_words"),
        ),
        migrations.AddConstraint(
            model_name="paragraphe",
            constraint=models.UniqueConstraint(fields=("deliberation", "number"), name="paragraphe_once"),
        ),
        migrations.AddIndex(
            model_name="titulaire",
            index=models.Index(fields=["identifier"], name="titulaire_identifier"),
        ),
        migrations.AddConstraint(
            model_name="competence",
            constraint=models.UniqueConstraint(
                fields=("theme", "territoire", "organisme", "service", "does"),
                name="competence_once",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
    ]
