"""What people say of a fiche and of all that is joined to it, in one query."""

from datetime import datetime
from typing import Final

from django.db import connection

# Whoever sent an idea that was merged has agreed to it: counted with the one that stays, no longer on their own page.
# Its supporters agree one by one, their rows follow (projets.idees.fusions); the others are counted where they are.
# A voice of a campaign's roll says that its person has an account, never which.
# What was said of its being there or mended before its state last changed has been answered since; « moi aussi » stays.
_HEARD: Final = """
WITH same AS (
    SELECT %(fiche)s::bigint AS id
    UNION ALL
    SELECT source_id FROM fiches_lien WHERE target_id = %(fiche)s AND kind = 'duplicates' AND undone_at IS NULL
), author AS (
    SELECT fiche.author_id AS person FROM fiches_fiche AS fiche JOIN same USING (id)
    WHERE NOT EXISTS (SELECT FROM fiches_lien WHERE source_id = fiche.id AND kind = 'merged' AND undone_at IS NULL)
    UNION ALL
    SELECT source.author_id FROM fiches_lien AS lien JOIN fiches_fiche AS source ON source.id = lien.source_id
    WHERE lien.target_id = %(fiche)s AND lien.kind = 'merged' AND lien.undone_at IS NULL
      AND source.visibility = 'joined'
), turn AS (
    SELECT coalesce((SELECT max(at) FROM fiches_evenement WHERE fiche_id = %(fiche)s AND what = 'status'),
                    created_at) AS at
    FROM fiches_fiche WHERE id = %(fiche)s
), concerned AS (
    SELECT person, false AS account FROM author
    UNION ALL
    SELECT person_id, account FROM fiches_soutien JOIN same ON same.id = fiche_id WHERE kind = 'too'
)
SELECT (SELECT count(DISTINCT person) + count(*) FILTER (WHERE account AND person IS NULL) FROM concerned),
       (SELECT count(*) FROM concerned WHERE person IS NULL AND NOT account),
       count(*) FILTER (WHERE kind = 'still' AND created_at >= turn.at),
       count(*) FILTER (WHERE kind = 'gone' AND created_at >= turn.at),
       max(created_at) FILTER (WHERE kind = 'still' AND created_at >= turn.at),
       coalesce(array_agg(DISTINCT kind) FILTER (
           WHERE fiche_id = %(fiche)s AND (person_id = %(person)s OR (person_id IS NULL AND mark = %(mark)s))), '{}'),
       (SELECT at FROM turn)
FROM turn LEFT JOIN (fiches_soutien AS soutien JOIN same ON same.id = soutien.fiche_id) ON true
"""
Heard = tuple[int, int, int, int, datetime | None, list[str], datetime]


def hear(fiche: int, person: int | None, mark: str | None) -> Heard:
    """People concerned with an account, and without; « toujours là », « c’est réparé », the last « toujours là », what
    this person said, since when.

    Whoever wrote the fiche is one of them, and counted once even if they say « moi aussi » too. `person` is an
    account's id, `mark` a browser's; None for nobody in particular.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, {"fiche": fiche, "person": person, "mark": mark or None})
        return cursor.fetchone()


# One speaks with the group that one joined first: to join another one later changes nothing.
_SPOKEN: Final = """
WITH concerned AS (
    SELECT author_id AS person FROM fiches_fiche WHERE id = %(fiche)s AND author_id IS NOT NULL
    UNION
    SELECT person_id FROM fiches_soutien WHERE fiche_id = %(fiche)s AND kind = 'too' AND person_id IS NOT NULL
), speaking AS (
    SELECT DISTINCT ON (person) person, groupe.id AS groupe
    FROM concerned
    LEFT JOIN (comptes_adhesion AS adhesion JOIN comptes_groupe AS groupe
               ON groupe.id = adhesion.groupe_id AND groupe.dissolved_at IS NULL)
           ON adhesion.person_id = person AND adhesion.consented_at IS NOT NULL AND adhesion.left_at IS NULL
    ORDER BY person, adhesion.consented_at, adhesion.id
)
SELECT groupe, sum(n)::int FROM (
    SELECT groupe, count(*) AS n FROM speaking GROUP BY groupe
    UNION ALL
    SELECT NULL, count(*) FROM fiches_soutien
    WHERE fiche_id = %(fiche)s AND kind = 'too' AND person_id IS NULL AND account
) AS spoken GROUP BY groupe HAVING sum(n) > 0
"""


def spoken_for(fiche: int) -> dict[int | None, int]:
    """How many people with an account support a fiche, by the declared group that they speak with; None: by none."""
    with connection.cursor() as cursor:
        cursor.execute(_SPOKEN, {"fiche": fiche})
        return dict(cursor.fetchall())
