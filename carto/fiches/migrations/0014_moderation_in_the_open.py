"""What the public register and the juries need: as what somebody acted, and a draw that everybody can make again."""

from django.db import migrations, models

# The role was told in the history alone; an act and its line are written together, the line a moment after.
ROLES = """
UPDATE fiches_acte AS acte SET role = line.actor_role
FROM fiches_evenement AS line
WHERE line.fiche_id = acte.fiche_id AND line.what = 'moderated' AND line.person_id = acte.by_id
  AND line.at BETWEEN acte.at AND acte.at + interval '2 seconds'
"""
RULES = [
    ("personal", "donnée personnelle (téléphone, e-mail, plaque, visage)"),
    ("insult", "attaque contre une personne"),
    ("advert", "publicité ou contenu sans rapport"),
    ("flood", "envois répétés ou automatiques"),
    ("unlawful", "contenu interdit par la loi"),
    ("elsewhere", "lieu impossible"),
    ("same", "envoi fait deux fois par la même personne"),
    ("announced", "relecture annoncée avant publication"),
]


class Migration(migrations.Migration):
    dependencies = [("fiches", "0013_open_by_quartier")]

    operations = [
        migrations.AddField(
            model_name="acte",
            name="role",
            field=models.CharField(db_default="moderator", default="moderator", max_length=12, verbose_name="rôle"),
        ),
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="retenue",
            name="rule",
            field=models.CharField(choices=RULES, max_length=10, verbose_name="règle"),
        ),
        migrations.AlterModelOptions(
            name="jure", options={"ordering": ["rank"], "verbose_name": "juré", "verbose_name_plural": "jurés"}
        ),
        migrations.AddField(
            model_name="jure",
            name="mark",
            field=models.CharField(default="", max_length=16, verbose_name="repère au tirage"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="jure",
            name="rank",
            field=models.PositiveIntegerField(default=0, verbose_name="rang au tirage"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="jure",
            name="called_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="convié le"),
        ),
        migrations.AddConstraint(
            model_name="jure", constraint=models.UniqueConstraint(fields=("jury", "rank"), name="jure_rank")
        ),
        migrations.AddIndex(
            model_name="acte",
            index=models.Index(fields=["-at", "-id"], name="acte_latest"),
        ),
        migrations.AddIndex(
            model_name="fiche",
            index=models.Index(condition=models.Q(("visibility", "expired")), fields=["kind"], name="fiche_expired"),
        ),
    ]
