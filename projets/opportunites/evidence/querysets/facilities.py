"""What facilities say: what a visit costs beside like ones, who comes no more, what ends soon, who lives far from them.

A year counts when twelve months of it do. Two kinds, two tax bases, two measures are never compared.
"""

from typing import Final

from projets.opportunites.evidence.querysets.voices import COUNTED, PLACES

PUBLIC: Final = """equipements_equipement AS equipement
    JOIN fiches_fiche AS fiche ON fiche.id = equipement.fiche_ptr_id AND fiche.visibility = 'public'"""
YEARLY: Final = """
    SELECT equipement_id, measure, extract(year FROM month)::int AS year, sum(value) AS total, avg(value) AS middle
    FROM equipements_usage GROUP BY equipement_id, measure, extract(year FROM month) HAVING sum(months) = 12"""

# Euros of one year (running costs, one tax basis) over the visits of that year; beside the median of its type, that
# year, where enough are known. 1: twice the median, 2: four times; of a facility, its last comparable year.
COMPARED: Final = f"""
WITH yearly AS ({YEARLY} AND sum(value) > 0
), spent AS (
    SELECT DISTINCT ON (equipement_id, basis, year) equipement_id, basis, year, amount FROM equipements_cout
    WHERE kind = 'running' AND state = 'confirmed' AND amount IS NOT NULL AND basis IN ('ht', 'ttc')
      AND (last_year IS NULL OR last_year = year)
    ORDER BY equipement_id, basis, year, amount DESC, id
), visit AS MATERIALIZED (
    SELECT spent.equipement_id, equipement.type_id, basis, year, measure, amount / total AS each, amount, total
    FROM spent JOIN yearly USING (equipement_id, year)
    JOIN {PUBLIC} ON equipement.fiche_ptr_id = spent.equipement_id
    WHERE equipement.type_id IS NOT NULL AND {{like}}
), alike AS MATERIALIZED (
    SELECT type_id, basis, year, measure, count(*) AS n,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY each::float8) AS middle
    FROM visit GROUP BY type_id, basis, year, measure HAVING count(*) >= %(comparables)s
), compared AS (
    SELECT DISTINCT ON (equipement_id) equipement_id AS id, basis, year, measure, each, n, middle,
           ln(each::float8 / middle) / ln(2::float8) AS gap
    FROM visit JOIN alike USING (type_id, basis, year, measure)
    ORDER BY equipement_id, year DESC, gap DESC, basis, measure
)"""
COST: Final = f"""{COMPARED}, said AS (
    SELECT {PLACES}, gap FROM compared JOIN fiches_fiche AS fiche USING (id) WHERE {{fiche}}
)
SELECT at.scale, at.place, said.theme_id, greatest(0, max(gap)) FROM said {COUNTED}
"""

# The part of its visits that a facility has lost from one year to the next, or how near it is to being full (0 to 1).
CHANGED: Final = f"""
WITH yearly AS ({YEARLY}
), last AS (
    SELECT DISTINCT ON (equipement_id, measure) * FROM yearly ORDER BY equipement_id, measure, year DESC
), changed AS (
    SELECT fiche.id, {PLACES}, last.measure, last.year, last.total, before.total AS before, last.middle,
           equipement.capacity,
           CASE WHEN before.total > 0 THEN greatest(0, 1 - last.total / before.total) END AS fall,
           CASE WHEN last.measure = 'pupils' AND equipement.capacity > 0 THEN least(1, greatest(0,
               (last.middle / equipement.capacity - %(saturated)s) / (1 - %(saturated)s))) END AS full
    FROM last JOIN {PUBLIC} ON equipement.fiche_ptr_id = last.equipement_id
    LEFT JOIN yearly AS before ON before.equipement_id = last.equipement_id AND before.measure = last.measure
                              AND before.year = last.year - 1
    WHERE {{fiche}}
)"""
USES: Final = f"""{CHANGED}
SELECT at.scale, at.place, said.theme_id, max(greatest(fall, "full"))::float8
FROM changed AS said {COUNTED} HAVING max(greatest(fall, "full")) IS NOT NULL
"""

# Contracts that a person has tied to a facility, and works: under their own theme, and under that of the facilities
# that they stand beside. What ends or begins within the months to come is a moment to talk.
TIED: Final = f"""
WITH works AS (
    SELECT fiche.id, fiche.geom, fiche.geom_web FROM {PUBLIC}
    WHERE equipement.nature = 'works' AND (equipement.ends_on >= %(today)s
          OR (equipement.ends_on IS NULL AND equipement.status NOT IN ('open', 'closed')))
      AND (equipement.begins_on IS NULL OR equipement.begins_on <= %(horizon)s)
), tied AS (
    SELECT fiche.id AS facility, {PLACES}, 'contract' AS sort, marche.ligne_id AS what, marche.ends_on,
           coalesce(marche.ends_on BETWEEN %(today)s AND %(horizon)s, false) AS soon
    FROM equipements_rattachement AS tie JOIN equipements_marche AS marche ON marche.ligne_id = tie.ligne_id
    JOIN equipements_ligne AS ligne ON ligne.id = tie.ligne_id AND ligne.withdrawn_at IS NULL
    JOIN {PUBLIC} ON equipement.fiche_ptr_id = tie.equipement_id
    WHERE tie.state = 'confirmed' AND {{fiche}}
    UNION ALL
    SELECT fiche.id, {PLACES}, 'works', works.id, NULL, true
    FROM works JOIN fiches_fiche AS fiche USING (id) WHERE {{fiche}}
    UNION ALL
    SELECT fiche.id, {PLACES}, 'works', works.id, NULL, true
    FROM works JOIN fiches_fiche AS fiche ON ST_DWithin(fiche.geom_web, works.geom_web, %(beside_web)s)
    WHERE fiche.kind = 'equipement' AND fiche.visibility = 'public' AND fiche.id <> works.id AND {{fiche}}
      AND ST_Distance(ST_Transform(fiche.geom, %(srid)s), ST_Transform(works.geom, %(srid)s)) <= %(beside)s
)"""
CONTRACTS: Final = f"""{TIED}
SELECT at.scale, at.place, said.theme_id, count(DISTINCT (sort, what)) FILTER (WHERE soon)::float8
FROM tied AS said {COUNTED}
"""

# Counted along the streets beforehand (evidence.access): nothing of it at the scale of a street.
ACCESS: Final = """
SELECT at.scale, at.place, said.theme_id, round(sum(said.far))::float8
FROM opportunites_acces AS said
CROSS JOIN LATERAL (VALUES ('quartier', said.quartier_id), ('metropole', said.commune_id)) AS at (scale, place)
WHERE at.place IS NOT NULL AND {asked} GROUP BY at.scale, at.place, said.theme_id
"""
