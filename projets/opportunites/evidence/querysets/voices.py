"""What people say: who stands behind ideas, what comes back, how long a place has waited, who is already at work there.

Each signal is a beginning (`WITH …`) and what it counts, so that its rows are found by the very same beginning.
"""

from typing import Final

# A fiche stands at three places at once. `said` are whatever rows have its theme and places.
AT: Final = """CROSS JOIN LATERAL (VALUES ('rue', said.rue_id), ('quartier', said.quartier_id),
                                          ('metropole', said.commune_id)) AS at (scale, place)"""
PLACES: Final = "fiche.theme_id, fiche.rue_id, fiche.quartier_id, fiche.commune_id"
COUNTED: Final = f"{AT} WHERE at.place IS NOT NULL AND {{asked}} GROUP BY at.scale, at.place, said.theme_id"

# A person is one however many of these ideas they wrote or support; somebody without an account is one each time. A
# declared group is one (one speaks with the group that one joined first). Whoever sent an idea that was joined to
# another stands behind the one that is kept.
BEHIND: Final = f"""
WITH wish AS (
    SELECT fiche.id, fiche.author_id, fiche.stage, {PLACES}
    FROM fiches_fiche AS fiche JOIN idees_idee AS idee ON idee.fiche_ptr_id = fiche.id
    WHERE fiche.kind = 'idee' AND fiche.visibility = 'public' AND fiche.stage IN ('new', 'in_progress')
      AND fiche.created_at > %(ideas_since)s AND fiche.created_at <= %(now)s
      AND (idee.expires_at IS NULL OR idee.expires_at > %(now)s) AND {{fiche}}
), speaking AS (
    SELECT DISTINCT ON (adhesion.person_id) adhesion.person_id AS person, groupe.id AS groupe
    FROM comptes_adhesion AS adhesion JOIN comptes_groupe AS groupe ON groupe.id = adhesion.groupe_id
    WHERE adhesion.consented_at IS NOT NULL AND adhesion.left_at IS NULL AND groupe.dissolved_at IS NULL
    ORDER BY adhesion.person_id, adhesion.consented_at, adhesion.id
), voice AS (
    SELECT id, author_id AS person, 'f' || id AS alone FROM wish
    UNION ALL
    SELECT wish.id, soutien.person_id, 's' || soutien.id
    FROM wish JOIN fiches_soutien AS soutien ON soutien.fiche_id = wish.id AND soutien.kind = 'too'
    UNION ALL
    SELECT wish.id, source.author_id, 'f' || source.id
    FROM wish JOIN fiches_lien AS lien ON lien.target_id = wish.id AND lien.undone_at IS NULL
                                      AND lien.kind IN ('merged', 'duplicates')
    JOIN fiches_fiche AS source ON source.id = lien.source_id AND source.visibility = 'joined'
), behind AS (
    SELECT voice.id, groupe, coalesce('g' || groupe, 'p' || voice.person, alone) AS unit
    FROM voice LEFT JOIN speaking ON speaking.person = voice.person
)"""
PEOPLE: Final = f"""{BEHIND}
SELECT at.scale, at.place, said.theme_id, count(DISTINCT unit)::float8
FROM wish AS said JOIN behind USING (id) {COUNTED}
"""
# Groups that have spoken there, and ideas that somebody is already working on.
NETWORK: Final = f"""{BEHIND}
SELECT at.scale, at.place, said.theme_id,
       (count(DISTINCT groupe) + count(DISTINCT said.id) FILTER (WHERE said.stage = 'in_progress'))::float8 AS value
FROM wish AS said JOIN behind USING (id) {COUNTED}
HAVING count(groupe) > 0 OR count(*) FILTER (WHERE said.stage = 'in_progress') > 0
"""

# A report counts when it is one of a cluster of its theme, or when it was reopened. Whether it is of a cluster hangs on
# what lies within twice the distance: some themes alone find what the whole city finds.
RETURNING: Final = f"""
WITH told AS MATERIALIZED (
    SELECT fiche.id, {PLACES},
           ST_ClusterDBSCAN(ST_Transform(ST_PointOnSurface(fiche.geom), %(srid)s), %(metres)s::float8, %(least)s)
               OVER (PARTITION BY fiche.theme_id) IS NOT NULL AS clustered
    FROM fiches_fiche AS fiche
    WHERE fiche.kind = 'signalement' AND fiche.visibility IN ('public', 'joined')
      AND fiche.created_at > %(repeats_since)s AND fiche.created_at <= %(now)s AND {{near}}
), again AS MATERIALIZED (
    SELECT DISTINCT fiche_id AS id FROM fiches_evenement
    WHERE what IN ('status', 'contested') AND after = 'reopened' AND at > %(repeats_since)s AND at <= %(now)s
), report AS (
    SELECT told.*, clustered OR again.id IS NOT NULL AS returns FROM told LEFT JOIN again USING (id)
    UNION ALL
    SELECT fiche.id, {PLACES}, false, true FROM again JOIN fiches_fiche AS fiche USING (id)
    WHERE fiche.kind = 'signalement' AND fiche.visibility IN ('public', 'joined')
      AND fiche.created_at <= %(repeats_since)s AND {{fiche}}
)"""
REPEATS: Final = f"""{RETURNING}, said AS (
    SELECT theme_id, rue_id, quartier_id, commune_id, count(*) FILTER (WHERE returns) AS n
    FROM report GROUP BY theme_id, rue_id, quartier_id, commune_id
)
SELECT at.scale, at.place, said.theme_id, sum(n)::float8 FROM said {COUNTED}
"""

# What a process is: a topic that somebody has carried. Where none ever came, one waits since the first word.
ON_ITS_WAY: Final = "'carried', 'diagnosis', 'expertise', 'contribution', 'construction', 'decided', 'delivered'"
PROCESSES: Final = f"""
    SELECT fiche.id, {PLACES}, coalesce(step.at, fiche.created_at) AS at
    FROM opportunites_opportunite AS topic JOIN fiches_fiche AS fiche ON fiche.id = topic.fiche_ptr_id
    LEFT JOIN LATERAL (
        SELECT max(at) AS at FROM fiches_evenement
        WHERE fiche_id = fiche.id AND what = 'status' AND after IN ({ON_ITS_WAY}) AND at <= %(now)s
    ) AS step ON true
    WHERE fiche.visibility = 'public' AND fiche.created_at <= %(now)s AND {{fiche}}
      AND (step.at IS NOT NULL OR topic.status IN ({ON_ITS_WAY}))"""
NEGLECT: Final = f"""
WITH spoken AS ({{spoken}}
), process AS ({PROCESSES}
), said AS (
    SELECT theme_id, rue_id, quartier_id, commune_id, at AS spoken_at, NULL::timestamptz AS process_at FROM spoken
    UNION ALL
    SELECT theme_id, rue_id, quartier_id, commune_id, NULL, at FROM process
)
SELECT at.scale, at.place, said.theme_id, round(
    extract(epoch FROM %(now)s - greatest(min(spoken_at), max(process_at))) / (86400 * 365.25), 2)::float8
FROM said {COUNTED} HAVING min(spoken_at) IS NOT NULL
"""
