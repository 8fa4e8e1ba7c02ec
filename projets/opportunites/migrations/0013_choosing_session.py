"""What a choosing session does of what it did not keep: how many go on, until when the others sleep."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opportunites", "0012_gates")]
    operations = [
        migrations.AddField(
            model_name="consultation",
            name="keeps",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="d’une séance de choix : les autres s’endorment, si la masse est atteinte ; 0 : rien ne s’endort",
                validators=[django.core.validators.MaxValueValidator(20)],
                verbose_name="combien continuent",
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="sleeps_until",
            field=models.DateField(blank=True, null=True, verbose_name="les autres dorment jusqu’au"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keeps", 0),
                    models.Q(("quartier__isnull", False), ("opportunite__isnull", True)),
                    _connector="OR",
                ),
                name="consultation_keeps_of_a_session",
                violation_error_message="Seule une séance de choix endort ce qui n’est pas retenu.",
            ),
        ),
    ]
