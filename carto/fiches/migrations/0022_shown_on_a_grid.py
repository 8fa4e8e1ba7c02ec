"""`geom_web` is where everybody is shown a fiche: on a grid of ten metres when whoever wrote stayed anonymous.

Every fiche is written anew, once: half a minute for a million. The indexes that other apps have on that column go with
it, and those apps make them again (tiles/0006).
"""

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.indexes
import django.db.models.lookups
from django.db import migrations, models

WEB = django.contrib.gis.db.models.fields.GeometryField(srid=3857)
DRAWN = django.contrib.gis.db.models.functions.Transform("geom", 3857)
IS_POINT = django.db.models.lookups.Exact(
    models.Func("geom", function="ST_Dimension", output_field=models.IntegerField()), 0
)
ANONYMOUS = models.Q(author=None, kind__in=("signalement", "idee")) & ~models.Q(origin="import")
SHOWN = models.Case(
    models.When(
        ANONYMOUS & models.Q(IS_POINT),
        then=models.Func(DRAWN, models.Value(15.0), function="ST_SnapToGrid", output_field=WEB),
    ),
    default=DRAWN,
    output_field=WEB,
)


class Migration(migrations.Migration):
    dependencies = [("fiches", "0021_said_in_threads")]

    operations = [
        migrations.RemoveIndex("fiche", "fiche_geom_web"),
        migrations.RemoveField("fiche", "geom_web"),
        migrations.AddField(
            "fiche",
            "geom_web",
            models.GeneratedField(db_persist=True, expression=SHOWN, output_field=WEB),
        ),
        migrations.AddIndex(
            "fiche", django.contrib.postgres.indexes.GistIndex(fields=["geom_web"], name="fiche_geom_web")
        ),
    ]
