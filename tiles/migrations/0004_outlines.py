"""Territories and streets are simplified when they are written, once for each zoom, not each time a tile is drawn.

Visvalingam–Whyatt: what a corner encloses depends on its neighbours alone, so the border that two communes share is
simplified alike on both sides, and no gap opens between them. From OUTLINED on, shapes are drawn as they are.
"""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

from tiles.grid import OUTLINED, Tile

ZOOMS = ", ".join(f"({zoom}, {Tile(zoom, 0, 0).half_pixel!r}::float8)" for zoom in range(OUTLINED))
# Corners that enclose less than half a pixel are left out.
OUTLINES = f"""
CREATE FUNCTION tiles_outlines(shape geometry, from_zoom integer)
RETURNS TABLE (zoom integer, geom geometry, spot geometry) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH whole AS MATERIALIZED (SELECT ST_Transform(shape, 3857) AS geom),
         named AS MATERIALIZED (SELECT ST_PointOnSurface(geom) AS spot FROM whole)
    SELECT zoom, ST_SimplifyVW(geom, half_pixel), spot
    FROM whole, named, (VALUES {ZOOMS}) AS drawn (zoom, half_pixel) WHERE zoom >= from_zoom
    UNION ALL
    SELECT {OUTLINED}, geom, spot FROM whole, named
$$;
"""


def kept(table: str, column: str, from_zoom: str, moved: str) -> str:
    """The triggers that keep the outlines of a table's rows."""
    return f"""
CREATE FUNCTION tiles_outline_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM tiles_outline WHERE {column}_id IS NOT NULL;
        RETURN NULL;
    ELSIF TG_OP <> 'INSERT' THEN
        DELETE FROM tiles_outline WHERE {column}_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO tiles_outline ({column}_id, zoom, geom, spot)
        SELECT NEW.id, drawn.* FROM tiles_outlines(NEW.geom, {from_zoom.format("NEW.level")}) AS drawn
        WHERE drawn.geom IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER tiles_outline_new AFTER INSERT OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION tiles_outline_{column}();
CREATE TRIGGER tiles_outline_moved AFTER UPDATE ON {table}
    FOR EACH ROW WHEN ({moved}) EXECUTE FUNCTION tiles_outline_{column}();
CREATE TRIGGER tiles_outline_none AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION tiles_outline_{column}();
"""


FROM_ZOOM = "CASE {} WHEN 3 THEN 10 WHEN 4 THEN 14 ELSE 0 END"  # quartiers, IRIS, the rest
STREETS_FROM = "13"
MOVED = "NEW.geom IS DISTINCT FROM OLD.geom"
KEPT = kept("territoires_territoire", "territoire", FROM_ZOOM, f"{MOVED} OR NEW.level <> OLD.level") + kept(
    "territoires_rue", "rue", STREETS_FROM, MOVED
)

FIRST = f"""
INSERT INTO tiles_outline (territoire_id, zoom, geom, spot)
SELECT id, drawn.* FROM territoires_territoire AS known, tiles_outlines(known.geom, {FROM_ZOOM.format("known.level")}) AS drawn
WHERE drawn.geom IS NOT NULL;
INSERT INTO tiles_outline (rue_id, zoom, geom, spot)
SELECT id, drawn.* FROM territoires_rue AS known, tiles_outlines(known.geom, {STREETS_FROM}) AS drawn
WHERE drawn.geom IS NOT NULL;
"""

BACK = (
    "".join(
        f"""
DROP TRIGGER tiles_outline_none ON territoires_{column};
DROP TRIGGER tiles_outline_moved ON territoires_{column};
DROP TRIGGER tiles_outline_new ON territoires_{column};
DROP FUNCTION tiles_outline_{column}();
"""
        for column in ("territoire", "rue")
    )
    + "DROP FUNCTION tiles_outlines(geometry, integer);"
)


class Migration(migrations.Migration):
    dependencies = [
        ("territoires", "0005_voie"),
        ("tiles", "0003_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("zoom", models.PositiveSmallIntegerField(verbose_name="zoom")),
                ("geom", django.contrib.gis.db.models.fields.GeometryField(srid=3857, verbose_name="tracé")),
                (
                    "spot",
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=3857, verbose_name="lieu du nom"
                    ),
                ),
                (
                    "rue",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="territoires.rue",
                    ),
                ),
                (
                    "territoire",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="territoires.territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "tracé simplifié",
                "verbose_name_plural": "tracés simplifiés",
            },
        ),
        migrations.RunSQL(OUTLINES + KEPT + FIRST, BACK),
    ]
