"""Streets into the database: the ways of one name in one commune are one street, cut where the commune ends."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from carto.territoires.loaders.bulk import as_ewkb, copy_rows, returned_ids
from carto.territoires.models import Level, Rue, Territoire
from carto.territoires.reports import Report
from carto.territoires.sources.osm import SOURCE, Street, slug_of

SHORTEST = 15  # metres: what a border drawn a little aside cuts off a street is not a street of the next commune
APART = 0.005  # degrees (about 500 m): where no commune tells them apart, streets of one name further away are two

# Ways against the pieces of communes; a way in none (the extract is larger than the communes) is kept whole.
_SPLIT = """
CREATE TEMPORARY TABLE piece ON COMMIT DROP AS
SELECT way.way, way.name, way.slug, part.territoire_id AS commune_id,
       CASE WHEN ST_Covers(part.geom, way.geom) THEN way.geom
            ELSE ST_CollectionExtract(ST_Intersection(part.geom, way.geom), 2) END AS geom
FROM way JOIN territoires_territoirepart AS part ON part.level = 2 AND ST_Intersects(part.geom, way.geom)
UNION ALL
SELECT way.way, way.name, way.slug, NULL, way.geom
FROM way WHERE NOT EXISTS (
    SELECT FROM territoires_territoirepart AS part WHERE part.level = 2 AND ST_Intersects(part.geom, way.geom)
)
"""

# The name is the spelling most of its ways have. Lines are joined again where pieces of the commune had cut them.
_MERGE = f"""
CREATE TEMPORARY TABLE street ON COMMIT DROP AS
WITH grouped AS (
    SELECT *, CASE WHEN commune_id IS NULL
                   THEN ST_ClusterDBSCAN(geom, {APART}, 1) OVER (PARTITION BY slug ORDER BY way) END AS spread
    FROM piece WHERE NOT ST_IsEmpty(geom)
)
SELECT slug, commune_id, mode() WITHIN GROUP (ORDER BY name) AS name,
       min(way) AS first_way, array_agg(DISTINCT way ORDER BY way) AS ways,
       ST_Multi(ST_LineMerge(ST_CollectionExtract(ST_Collect(geom ORDER BY way, geom), 2))) AS geom
FROM grouped GROUP BY slug, commune_id, spread
"""
_DROP_CRUMBS = f"""
DELETE FROM street USING (
    SELECT slug, max(ST_Length(geom::geography)) AS longest FROM street GROUP BY slug
) AS whole
WHERE whole.slug = street.slug AND ST_Length(street.geom::geography) < least({SHORTEST}, whole.longest)
"""
_NAME = """
CREATE TEMPORARY TABLE found ON COMMIT DROP AS
SELECT code || CASE WHEN rank > 1 THEN '-' || rank ELSE '' END AS code, name, commune_id, geom, to_jsonb(ways) AS ways
FROM (
    SELECT *, row_number() OVER (PARTITION BY code ORDER BY commune_id, first_way) AS rank
    FROM (SELECT street.*, concat_ws('-', commune.slug, street.slug) AS code
          FROM street LEFT JOIN commune ON commune.id = street.commune_id) AS coded
) AS ranked
"""

_CHANGE = """
UPDATE territoires_rue AS rue
SET name = found.name, commune_id = found.commune_id, geom = found.geom, osm_ids = found.ways, source = %(source)s
FROM found
WHERE rue.code = found.code
  AND (rue.name, rue.commune_id, rue.osm_ids, rue.source, ST_AsBinary(rue.geom))
      IS DISTINCT FROM (found.name, found.commune_id, found.ways, %(source)s::varchar, ST_AsBinary(found.geom))
RETURNING rue.id
"""
_ADD = """
INSERT INTO territoires_rue (code, name, commune_id, geom, osm_ids, source)
SELECT code, name, commune_id, geom, ways, %(source)s FROM found
WHERE NOT EXISTS (SELECT FROM territoires_rue AS rue WHERE rue.code = found.code)
RETURNING id
"""
_GONE = """
SELECT id FROM territoires_rue AS rue
WHERE source = %(source)s AND NOT EXISTS (SELECT FROM found WHERE found.code = rue.code)
"""


def store_streets(streets: Iterable[Street], *, add: bool = False) -> Report:
    """Make the streets of the database those of the extract; the same ones twice change nothing.

    Streets that the extract does not hold are removed, unless `add` (a second extract beside the first).
    """
    streets = list(streets)
    values = {"source": SOURCE}
    with transaction.atomic(), connection.cursor() as cursor:
        _find(cursor, streets)
        changed, added = returned_ids(cursor, _CHANGE, values), returned_ids(cursor, _ADD, values)
        gone = [] if add else returned_ids(cursor, _GONE, values)
        cursor.execute("SELECT count(*) FROM found")
        total = cursor.fetchone()[0]
        # Through the ORM, which knows what points at a street: fiches and addresses lose it, they are not lost.
        Rue.objects.filter(pk__in=gone).delete()
    return Report(len(added), len(changed), total - len(added) - len(changed), len(gone))


def _find(cursor: CursorWrapper, streets: list[Street]) -> None:
    """Fill the temporary table `found` with the streets as they should be."""
    geoms = as_ewkb([street.geom for street in streets])
    ways = ((street.way, street.name, street.slug, geom) for street, geom in zip(streets, geoms, strict=True))
    copy_rows(cursor, "way", "way bigint, name text, slug text, geom geometry(LineString, 4326)", ways)
    copy_rows(cursor, "commune", "id bigint, slug text", _commune_slugs().items())
    cursor.execute("CREATE INDEX ON pg_temp.way USING gist (geom)")
    for table in ("piece", "street", "found"):
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    for step in (_SPLIT, _MERGE, _DROP_CRUMBS, _NAME):
        cursor.execute(step)
    cursor.execute("ANALYZE found")


def _commune_slugs() -> dict[int, str]:
    """How each commune begins its streets' codes; two communes of one name add their own code."""
    communes = list(Territoire.objects.filter(level=Level.COMMUNE, valid_to=None).values("id", "name", "code"))
    slugs = {commune["id"]: slug_of(commune["name"])[:50] for commune in communes}
    taken = list(slugs.values())
    return {
        commune["id"]: slug if taken.count(slug) == 1 else f"{slug}-{commune['code']}"
        for commune, slug in zip(communes, slugs.values(), strict=True)
    }
