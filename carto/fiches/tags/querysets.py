"""Which fiches bear which tag, and what a merge of two moves.

What somebody wrote is never lost: a row whose tag was replaced keeps the former one, and an undone merge gives it back.
A fiche that bore both keeps the row of the one that was replaced, out of sight.
"""

from typing import Final, Self

from django.db import connection, models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

# The tag at the root of a tree of merges, and all that became it, however long the way.
_TREE: Final = """
WITH RECURSIVE tree AS (
    SELECT id FROM fiches_etiquette WHERE id = %(root)s
    UNION
    SELECT tag.id FROM fiches_etiquette AS tag JOIN tree ON tag.merged_into_id = tree.id
)
"""
_AS_WRITTEN: Final = f"""{_TREE}
UPDATE fiches_etiquetage SET etiquette_id = former_id, former_id = NULL WHERE former_id IN (SELECT id FROM tree)
"""
_AS_MERGED: Final = f"""{_TREE}, first AS (
    SELECT DISTINCT ON (fiche_id) id FROM fiches_etiquetage AS bearing
    WHERE etiquette_id IN (SELECT id FROM tree) AND etiquette_id <> %(root)s
      AND NOT EXISTS (SELECT FROM fiches_etiquetage AS same
                      WHERE same.fiche_id = bearing.fiche_id AND same.etiquette_id = %(root)s)
    ORDER BY fiche_id, id
)
UPDATE fiches_etiquetage AS bearing SET former_id = etiquette_id, etiquette_id = %(root)s
FROM first WHERE first.id = bearing.id
"""
_ROOTS: Final = """
WITH RECURSIVE up AS (
    SELECT id AS start, id, merged_into_id FROM fiches_etiquette WHERE id = ANY(%(tags)s)
    UNION
    SELECT up.start, tag.id, tag.merged_into_id FROM up JOIN fiches_etiquette AS tag ON tag.id = up.merged_into_id
)
SELECT start, id FROM up WHERE merged_into_id IS NULL
"""


class EtiquetteQuerySet(models.QuerySet):
    """Tags."""

    def in_use(self) -> Self:
        """Those that stand by themselves and that a public fiche bears."""
        borne = Q(etiquetages__fiche__visibility="public")
        return self.filter(borne, merged_into=None).distinct()

    def with_counts(self) -> Self:
        """Each with how many public fiches bear it, in `.fiches`; those of none are left out."""
        public = Count("etiquetages", filter=Q(etiquetages__fiche__visibility="public"))
        return self.filter(merged_into=None).annotate(fiches=public).filter(fiches__gt=0)


class EtiquetageQuerySet(models.QuerySet):
    """Tags on fiches."""

    def called(self, slug: str) -> Self:
        """What bears the tag of that code, or what became it."""
        root = roots_of_code(slug)
        return self.filter(etiquette_id=root) if root else self.none()

    def shown(self) -> Self:
        """Those that a page shows: a word that was replaced, and stands beside its replacement, is not."""
        return self.filter(etiquette__merged_into=None).select_related("etiquette").order_by("pk")

    def stamp(self) -> tuple[int, int]:
        """Two numbers that move when these rows do."""
        found = self.aggregate(n=Count("pk"), ids=Coalesce(Sum("pk"), 0))
        return found["n"], found["ids"]


def settle(root: int) -> int:
    """Give every fiche the tags that today's merges make of what was written, for one tree; how many rows moved."""
    with connection.cursor() as cursor:
        cursor.execute(_AS_WRITTEN, {"root": root})
        cursor.execute(_AS_MERGED, {"root": root})
        return cursor.rowcount


def roots_of(tags: list[int]) -> dict[int, int]:
    """What each of these tags has become, itself when it has not been replaced; by ids."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOTS, {"tags": tags})
        return dict(cursor.fetchall())


def roots_of_code(slug: str) -> int | None:
    """The id of what the tag of that code has become; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM fiches_etiquette WHERE slug = %s", [slug])
        found = cursor.fetchone()
    return roots_of([found[0]])[found[0]] if found else None
