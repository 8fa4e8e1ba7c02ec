"""What the perception layer shows is kept cell by cell as feelings arrive, instead of being counted for each reader."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from carto.fiches.ressentis.grid import ENOUGH, SIDE

SRID = settings.CARTO_SRID_METRES
# A voice said of no moment counts in « at any hour » alone. Cells are told anew under one lock: two voices that arrive
# together would else each count without the other.
TOLD = f"""
CREATE FUNCTION fiches_tell_cells(columns integer[], rows integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('fiches:ressentis', 0));
    DELETE FROM fiches_ressenticell AS known USING unnest(columns, rows) AS asked (x, y)
    WHERE known."column" = asked.x AND known."row" = asked.y;
    INSERT INTO fiches_ressenticell ("column", "row", moment, total, faces, geom, rue_id, quartier_id, commune_id)
    WITH asked AS (
        SELECT DISTINCT x, y FROM unnest(columns, rows) AS cell (x, y)
    ), voices AS (
        SELECT x, y, face, part, count(*) AS n
        FROM asked JOIN fiches_ressenti AS ressenti ON ressenti."column" = x AND ressenti."row" = y
        CROSS JOIN LATERAL (SELECT '' AS part UNION SELECT ressenti.moment) AS parts
        GROUP BY x, y, face, part
    ), cells AS (
        SELECT x, y, part, sum(n) AS total,
               coalesce(jsonb_object_agg(face, n) FILTER (WHERE n >= {ENOUGH}), '{{}}') AS faces
        FROM voices GROUP BY x, y, part HAVING sum(n) >= {ENOUGH}
    ), drawn AS (
        SELECT x, y, ST_Transform(ST_MakeEnvelope(x * {SIDE}, y * {SIDE}, (x + 1) * {SIDE}, (y + 1) * {SIDE}, {SRID}),
                                  4326) AS geom
        FROM cells GROUP BY x, y
    )
    SELECT x, y, part, total, faces, geom, around.rue_id, around.quartier_id, around.commune_id
    FROM cells JOIN drawn USING (x, y)
    CROSS JOIN LATERAL territoires_at(ST_Centroid(geom), {SIDE} / 2) AS around;
END $$;
"""
KEPT = """
CREATE FUNCTION fiches_tell_ressentis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM fiches_ressenticell;
        RETURN NULL;
    END IF;
    PERFORM fiches_tell_cells(array_agg(x), array_agg(y))
    FROM (SELECT DISTINCT "column" AS x, "row" AS y FROM moved) AS cell HAVING count(*) > 0;
    IF TG_OP = 'UPDATE' THEN
        PERFORM fiches_tell_cells(array_agg(x), array_agg(y))
        FROM (SELECT DISTINCT "column" AS x, "row" AS y FROM before) AS cell HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ressenti_said AFTER INSERT ON fiches_ressenti REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION fiches_tell_ressentis();
CREATE TRIGGER ressenti_unsaid AFTER DELETE ON fiches_ressenti REFERENCING OLD TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION fiches_tell_ressentis();
CREATE TRIGGER ressenti_changed AFTER UPDATE ON fiches_ressenti REFERENCING OLD TABLE AS before NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION fiches_tell_ressentis();
CREATE TRIGGER ressenti_none AFTER TRUNCATE ON fiches_ressenti
    FOR EACH STATEMENT EXECUTE FUNCTION fiches_tell_ressentis();
"""
FIRST = """
SELECT fiches_tell_cells(array_agg("column"), array_agg("row"))
FROM (SELECT DISTINCT "column", "row" FROM fiches_ressenti) AS cell;
"""
BACK = """
DROP TRIGGER ressenti_none ON fiches_ressenti;
DROP TRIGGER ressenti_changed ON fiches_ressenti;
DROP TRIGGER ressenti_unsaid ON fiches_ressenti;
DROP TRIGGER ressenti_said ON fiches_ressenti;
DROP FUNCTION fiches_tell_ressentis();
DROP FUNCTION fiches_tell_cells(integer[], integer[]);
"""


def _place(to: str, name: str) -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=to, verbose_name=name
    )


class Migration(migrations.Migration):
    dependencies = [
        ("fiches", "0016_an_idea_for_a_time"),
        ("territoires", "0005_voie"),
    ]

    operations = [
        migrations.CreateModel(
            name="RessentiCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("column", models.IntegerField()),
                ("row", models.IntegerField()),
                (
                    "moment",
                    models.CharField(
                        blank=True,
                        choices=[("day", "le jour"), ("night", "la nuit")],
                        max_length=5,
                        verbose_name="moment",
                    ),
                ),
                ("total", models.IntegerField(verbose_name="voix")),
                ("faces", models.JSONField(default=dict, verbose_name="voix par ressenti")),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.PolygonField(
                        spatial_index=False, srid=4326, verbose_name="contour"
                    ),
                ),
                ("rue", _place("territoires.rue", "rue")),
                ("quartier", _place("territoires.territoire", "quartier")),
                ("commune", _place("territoires.territoire", "commune")),
            ],
            options={
                "verbose_name": "carré de ressentis",
                "verbose_name_plural": "carrés de ressentis",
                "constraints": [models.UniqueConstraint(fields=("column", "row", "moment"), name="ressenticell_once")],
            },
        ),
        migrations.RunSQL(TOLD + KEPT + FIRST, BACK),
    ]
