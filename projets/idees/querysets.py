"""The vocabulary of idées, of the palette, of sheets, campaigns and messages."""

from typing import Final, Self

from django.db import connection, models
from django.utils import timezone

from carto.fiches.querysets import FicheQuerySet


class AutocollantQuerySet(models.QuerySet):
    """Stickers, as the palette offers them."""

    def offered(self) -> Self:
        """Those that residents may place, theme by theme."""
        return self.filter(active=True).select_related("theme")


class IdeeQuerySet(FicheQuerySet):
    """Idées through their own table."""

    def of_sticker(self, code: str) -> Self:
        """Everything wished with the same sticker."""
        return self.filter(autocollant__code=code)


class CalqueQuerySet(models.QuerySet):
    """Sheets."""

    def public(self) -> Self:
        """Those that everybody may lay over the map."""
        return self.filter(visibility="public")


class TraitQuerySet(models.QuerySet):
    """Strokes."""

    def drawn(self) -> Self:
        """Those that have not been erased."""
        return self.filter(erased_at=None)


class CampagneQuerySet(models.QuerySet):
    """Campaigns."""

    def public(self) -> Self:
        """Those that have been published, past, present and to come."""
        return self.filter(published_at__isnull=False)

    def open(self) -> Self:
        """Those that take contributions at this moment, from their dates alone."""
        now = timezone.now()
        return self.public().filter(opens_at__lte=now, closes_at__gt=now)


class DepecheQuerySet(models.QuerySet):
    """Messages of the inbox."""

    def waiting(self) -> Self:
        """Those that nobody has placed yet, the oldest first."""
        return self.filter(state="waiting")


_IDEAS: Final = """
SELECT fiche.id, fiche.author_id
FROM fiches_fiche AS fiche JOIN idees_idee AS idee ON idee.fiche_ptr_id = fiche.id
WHERE fiche.kind = 'idee' AND fiche.visibility = 'public'
  AND (%(campagne)s::bigint IS NULL OR idee.campagne_id = %(campagne)s)
"""
_BY_PERSON: Final = f"""
WITH ideas AS ({_IDEAS}), made AS (
    SELECT author_id AS person FROM ideas WHERE author_id IS NOT NULL
    UNION ALL
    SELECT soutien.person_id FROM fiches_soutien AS soutien JOIN ideas ON ideas.id = soutien.fiche_id
    WHERE soutien.kind = 'too' AND soutien.person_id IS NOT NULL
), each AS (SELECT count(*) AS n FROM made GROUP BY person)
SELECT n, count(*) FROM each GROUP BY n
"""
_SIGNED: Final = f"SELECT count(author_id), count(*) - count(author_id) FROM ({_IDEAS}) AS ideas"


def contributions_by_person(campagne: int | None) -> dict[int, int]:
    """How many people signed so many ideas and supports, `{1: 300, 2: 40}`; of a campaign, by its id, or of all."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_PERSON, {"campagne": campagne})
        return dict(cursor.fetchall())


def ideas_by_signature(campagne: int | None) -> tuple[int, int]:
    """How many public ideas are signed, and how many are not."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNED, {"campagne": campagne})
        return cursor.fetchone()
