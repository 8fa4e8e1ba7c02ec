"""Named spots and addresses into the database, and the street each address stands on."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from carto.territoires.loaders.bulk import as_ewkb, copy_rows, returned_ids
from carto.territoires.reports import Report
from carto.territoires.sources.osm import SOURCE, House, Spot

FARTHEST = 0.005  # degrees (about 500 m) from its own street that an address may stand, at the end of a long lane
BATCH = 5000

# One statement for both tables: what differs is rewritten, what is new comes in, what is gone goes.
_CHANGE = """
UPDATE {table} AS kept SET ({columns}, source) = ROW ({found}, %(source)s)
FROM found
WHERE kept.{key} = found.{key} AND ({kept}, kept.source) IS DISTINCT FROM ({found}, %(source)s::varchar)
RETURNING kept.id
"""
_ADD = """
INSERT INTO {table} ({key}, {columns}, source)
SELECT {key}, {columns}, %(source)s FROM found ORDER BY {key}
ON CONFLICT ({key}) DO NOTHING RETURNING id
"""
_REMOVE = """
DELETE FROM {table} AS kept
WHERE source = %(source)s AND NOT EXISTS (SELECT FROM found WHERE found.{key} = kept.{key}) RETURNING id
"""

# The street of that name nearest to the address. Where none is, the tie is undone.
_PLAIN = "regexp_replace(carto_fold({0}), '[^[:alnum:]]+', ' ', 'g')"  # « Marc-Elder » and « Marc Elder » are one
_LINK = f"""
WITH named AS MATERIALIZED (
    SELECT spelling.street, rue.id, rue.geom
    FROM (SELECT street, {_PLAIN.format("street")} AS folded
          FROM (SELECT DISTINCT street FROM territoires_adresse) AS once) AS spelling
    JOIN (SELECT id, geom, {_PLAIN.format("name")} AS folded FROM territoires_rue) AS rue USING (folded)
), nearest AS (
    SELECT DISTINCT ON (adresse.id) adresse.id, named.id AS rue_id
    FROM territoires_adresse AS adresse
    LEFT JOIN named ON named.street = adresse.street AND ST_DWithin(named.geom, adresse.geom, {FARTHEST})
    ORDER BY adresse.id, ST_Distance(named.geom, adresse.geom), named.id
)
UPDATE territoires_adresse AS adresse SET rue_id = nearest.rue_id
FROM nearest WHERE nearest.id = adresse.id AND adresse.rue_id IS DISTINCT FROM nearest.rue_id
"""

# Streets known by their addresses alone, told by one of them.
_VOIES_GONE = """
DELETE FROM territoires_voie AS voie
WHERE NOT EXISTS (SELECT FROM territoires_adresse AS adresse
                  WHERE adresse.rue_id IS NULL AND adresse.street = voie.name AND adresse.city = voie.city)
"""
_VOIES = """
INSERT INTO territoires_voie (name, city, geom)
SELECT DISTINCT ON (street, city) street, city, geom FROM territoires_adresse WHERE rue_id IS NULL
ORDER BY street, city, code
ON CONFLICT (name, city) DO NOTHING
"""


def store_spots(spots: Iterable[Spot], *, add: bool = False) -> Report:
    """Make the named spots of the database those of the extract; with `add`, what it lacks is kept."""
    spots = list({spot.osm_id: spot for spot in spots}.values())
    geoms = as_ewkb([spot.geom for spot in spots])
    rows = ((spot.osm_id, spot.name, spot.nature, geom) for spot, geom in zip(spots, geoms, strict=True))
    with transaction.atomic(), connection.cursor() as cursor:
        copy_rows(
            cursor, "found", "osm_id text, name text, nature text, geom geometry(Point, 4326)", rows, key="osm_id"
        )
        return _merge(cursor, "territoires_lieu", "osm_id", ("name", "nature", "geom"), source=SOURCE, add=add)


def store_houses(houses: Iterable[House], *, source: str = SOURCE, add: bool = False) -> Report:
    """Make the addresses of one `source` those given, and tie each to its street; with `add`, none is removed.

    Their codes are all different.
    """
    columns = ("number", "street", "postcode", "city", "geom")
    with transaction.atomic(), connection.cursor() as cursor:
        typed = "code text, number text, street text, postcode text, city text, geom geometry(Point, 4326)"
        copy_rows(cursor, "found", typed, _house_rows(houses), key="code")
        report = _merge(cursor, "territoires_adresse", "code", columns, source=source, add=add)
        link_addresses(cursor)
    return report


def _house_rows(houses: Iterable[House]) -> Iterator[tuple[str, ...]]:
    """As COPY takes them, a few thousand at a time: a département has half a million."""
    remaining = iter(houses)
    while batch := list(islice(remaining, BATCH)):
        geoms = as_ewkb([house.geom for house in batch])
        for house, geom in zip(batch, geoms, strict=True):
            yield house.code, house.number, house.street, house.postcode, house.city, geom


def link_addresses(cursor: CursorWrapper) -> int:
    """Tie every address to the street of its name nearest to it; returns how many ties changed.

    What stays without a street makes a Voie.
    """
    cursor.execute(_LINK)
    tied = cursor.rowcount
    cursor.execute(_VOIES_GONE)
    cursor.execute(_VOIES)
    return tied


def _merge(cursor: CursorWrapper, table: str, key: str, columns: tuple[str, ...], *, source: str, add: bool) -> Report:
    """Bring `table` to what the temporary table `found` says."""
    words = {
        "table": table,
        "key": key,
        "columns": ", ".join(columns),
        "found": ", ".join(f"found.{column}" for column in columns),
        "kept": ", ".join(f"kept.{column}" for column in columns),
    }
    values = {"source": source}
    cursor.execute("SELECT count(*) FROM found")
    total = cursor.fetchone()[0]
    changed = len(returned_ids(cursor, _CHANGE.format(**words), values))
    added = len(returned_ids(cursor, _ADD.format(**words), values))
    cursor.execute(f"ANALYZE {table}")  # it may have grown from nothing to half a million rows
    removed = 0 if add else len(returned_ids(cursor, _REMOVE.format(**words), values))
    return Report(added, changed, total - changed - added, removed)
