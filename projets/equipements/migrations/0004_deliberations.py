"""A deliberation's document: whether it was read, and what its list and its search look up."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The object is looked for with the same dictionary as the paragraphs; the list goes from the latest, undated ones last.
INDEXES = """
CREATE INDEX deliberation_words ON equipements_deliberation USING gin (to_tsvector('public.carto_french', objet));
CREATE INDEX deliberation_latest ON equipements_deliberation ("on" DESC NULLS LAST, ligne_id DESC);
"""
NO_INDEXES = "DROP INDEX deliberation_words; DROP INDEX deliberation_latest;"


class Migration(migrations.Migration):
    dependencies = [
        ("equipements", "0003_money"),
        ("fiches", "0010_full_text"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="deliberation",
            name="reading",
            field=models.CharField(
                choices=[
                    ("none", "pas de document"),
                    ("waiting", "en cours de lecture"),
                    ("read", "lu"),
                    ("refused", "illisible"),
                ],
                default="none",
                max_length=8,
                verbose_name="lecture",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="reading_told",
            field=models.CharField(blank=True, max_length=300, verbose_name="pourquoi pas lu"),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="attached_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="attached_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="document joint le"),
        ),
        migrations.RunSQL(INDEXES, NO_INDEXES),
    ]
