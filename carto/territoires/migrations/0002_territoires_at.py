"""Which street, IRIS, quartier and commune a geometry belongs to: one function, computed where the borders are."""

from django.conf import settings
from django.db import migrations

# A point belongs to what covers it; a line or an area to where its largest share lies, counted once.
# The parts are disjoint pieces of one border: a territory's share is the sum over its pieces.
TERRITOIRES_AT = f"""
CREATE FUNCTION territoires_crossed(shape geometry)
RETURNS TABLE (territoire_id bigint, level smallint, share double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT part.territoire_id, part.level,
           sum(CASE ST_Dimension(shape)
                   WHEN 0 THEN 1
                   WHEN 1 THEN ST_Length(ST_Intersection(part.geom, shape))
                   ELSE ST_Area(ST_Intersection(part.geom, shape))
               END)
    FROM territoires_territoirepart AS part
    WHERE ST_Intersects(part.geom, shape)
    GROUP BY part.territoire_id, part.level
$$;

CREATE FUNCTION rue_near(shape geometry, metres double precision) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT near.id
    FROM (SELECT ST_Transform(ST_PointOnSurface(shape), {settings.CARTO_SRID_METRES}) AS spot) AS here,
    LATERAL (
        SELECT rue.id, rue.geom_metres <-> here.spot AS gap
        FROM territoires_rue AS rue
        WHERE ST_DWithin(rue.geom_metres, here.spot, metres)
        ORDER BY gap, rue.id
        LIMIT 1
    ) AS near
$$;

CREATE FUNCTION territoires_at(shape geometry, metres double precision DEFAULT 60)
RETURNS TABLE (rue_id bigint, iris_id bigint, quartier_id bigint, commune_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH main AS (
        SELECT DISTINCT ON (level) level, territoire_id
        FROM territoires_crossed(shape)
        ORDER BY level, share DESC, territoire_id
    )
    SELECT rue_near(shape, metres),
           (SELECT territoire_id FROM main WHERE level = 4),
           (SELECT territoire_id FROM main WHERE level = 3),
           (SELECT territoire_id FROM main WHERE level = 2)
$$;

CREATE INDEX rue_geom_metres ON territoires_rue USING gist (geom_metres);
"""

BACK = """
DROP INDEX rue_geom_metres;
DROP FUNCTION territoires_at(geometry, double precision);
DROP FUNCTION rue_near(geometry, double precision);
DROP FUNCTION territoires_crossed(geometry);
"""


class Migration(migrations.Migration):
    dependencies = [("territoires", "0001_initial")]
    operations = [migrations.RunSQL(TERRITOIRES_AT, BACK)]
