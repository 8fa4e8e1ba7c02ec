"""Inhabitants into the database, by territory, year and age band."""

from django.db import connection, transaction

from carto.territoires.loaders.bulk import copy_rows, returned_ids
from carto.territoires.reports import Report
from carto.territoires.sources.insee import Census

_KNOWN = """
CREATE TEMPORARY TABLE known ON COMMIT DROP AS
SELECT territoire.id AS territoire_id, found.age_from, found.age_to, found.count
FROM found JOIN territoires_territoire AS territoire USING (code)
WHERE territoire.level = %(level)s AND territoire.valid_to IS NULL
"""
_SAME = """
population.territoire_id = known.territoire_id AND population.year = %(year)s
AND population.age_from IS NOT DISTINCT FROM known.age_from AND population.age_to IS NOT DISTINCT FROM known.age_to
"""
_CHANGE = f"""
UPDATE territoires_population AS population SET count = known.count, source = %(source)s FROM known
WHERE {_SAME} AND (population.count, population.source) IS DISTINCT FROM (known.count, %(source)s::varchar)
RETURNING population.id
"""
_ADD = f"""
INSERT INTO territoires_population (territoire_id, year, age_from, age_to, count, source)
SELECT territoire_id, %(year)s, age_from, age_to, count, %(source)s FROM known
WHERE NOT EXISTS (SELECT FROM territoires_population AS population WHERE {_SAME})
RETURNING id
"""


def store_census(census: Census, *, source: str) -> Report:
    """Add the census's figures to the territories in force that have its codes; the same ones twice change nothing.

    The report counts figures; codes of elsewhere (the tables are national) are counted, not refused.
    """
    values = {"level": census.level.value, "year": census.year, "source": source}
    rows = ((one.code, one.ages[0], one.ages[1], one.count) for one in census.counts)
    with transaction.atomic(), connection.cursor() as cursor:
        copy_rows(cursor, "found", "code text, age_from int, age_to int, count numeric(12, 2)", rows)
        cursor.execute("DROP TABLE IF EXISTS pg_temp.known")
        cursor.execute(_KNOWN, values)
        total = cursor.rowcount
        changed, added = returned_ids(cursor, _CHANGE, values), returned_ids(cursor, _ADD, values)
    return Report(
        added=len(added),
        changed=len(changed),
        unchanged=total - len(added) - len(changed),
        elsewhere=len(census.counts) - total,
        refused=census.refused,
    )
