"""What moderators do to questions that no fiche has, for the public register."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("approved", "vérifié et publié"),
    ("binned", "mis à la corbeille publique"),
    ("restored", "rétabli"),
    ("edited", "texte corrigé"),
    ("shown", "photo publiée"),
    ("refused", "photo refusée"),
]
RULES = [
    ("personal", "donnée personnelle (téléphone, e-mail, plaque, visage)"),
    ("insult", "attaque contre une personne"),
    ("advert", "publicité ou contenu sans rapport"),
    ("flood", "envois répétés ou automatiques"),
    ("unlawful", "contenu interdit par la loi"),
    ("elsewhere", "lieu impossible"),
    ("same", "envoi fait deux fois par la même personne"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("equipements", "0005_questions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActeDemande",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                ("what", models.CharField(choices=KINDS, max_length=8, verbose_name="acte")),
                ("rule", models.CharField(blank=True, choices=RULES, max_length=10, verbose_name="règle")),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="raison, publique")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="défait le")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "demande",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actes",
                        to="equipements.demande",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "acte de modération d’une question",
                "verbose_name_plural": "actes de modération d’une question",
                "ordering": ["-at", "-pk"],
            },
        ),
    ]
