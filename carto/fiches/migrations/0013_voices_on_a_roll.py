# Written by makemigrations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fiches", "0012_ideas_in_full"),
    ]

    operations = [
        migrations.AddField(
            model_name="soutien",
            name="account",
            field=models.BooleanField(db_default=False, default=False, verbose_name="avec un compte"),
        ),
        migrations.AlterField(
            model_name="acte",
            name="rule",
            field=models.CharField(
                blank=True,
                choices=[
                    ("personal", "donnée personnelle (téléphone, e-mail, plaque, visage)"),
                    ("insult", "attaque contre une personne"),
                    ("advert", "publicité ou contenu sans rapport"),
                    ("flood", "envois répétés ou automatiques"),
                    ("unlawful", "contenu interdit par la loi"),
                    ("elsewhere", "lieu impossible"),
                    ("announced", "relecture annoncée avant publication"),
                    ("same", "envoi fait deux fois par la même personne"),
                ],
                max_length=10,
                verbose_name="règle",
            ),
        ),
        migrations.AlterField(
            model_name="retenue",
            name="rule",
            field=models.CharField(
                choices=[
                    ("personal", "donnée personnelle (téléphone, e-mail, plaque, visage)"),
                    ("insult", "attaque contre une personne"),
                    ("advert", "publicité ou contenu sans rapport"),
                    ("flood", "envois répétés ou automatiques"),
                    ("unlawful", "contenu interdit par la loi"),
                    ("elsewhere", "lieu impossible"),
                    ("announced", "relecture annoncée avant publication"),
                    ("same", "envoi fait deux fois par la même personne"),
                ],
                max_length=10,
                verbose_name="règle",
            ),
        ),
    ]
