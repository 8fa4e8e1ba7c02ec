"""What is counted, when, and by which formula: the values that every statement of this room is given."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple, TypeVar

from django.conf import settings
from django.utils import timezone

from carto.fiches.querysets import MERCATOR_STRETCH
from projets.opportunites.models import Candidat, Formule, Scale

Moment = TypeVar("Moment", date, datetime)


class Key(NamedTuple):
    """One place × one theme: `place` is a street's id at scale « rue », else a territory's."""

    scale: str
    place: int
    theme: int


@dataclass(frozen=True)
class Asked:
    """Count these keys (None: all of them) as things stand at `now`; `without` one fiche, as if it were not there."""

    formule: Formule
    now: datetime = field(default_factory=timezone.now)
    keys: Collection[Key] | None = None
    without: int | None = None

    def filled(self, statement: str) -> str:
        """A statement with its two conditions: which fiches may matter, which keys are counted."""
        fiche, asked = ("true", "true") if self.keys is None else (_FICHE, _ASKED)
        if self.without is not None:
            fiche = f"({fiche}) AND fiche.id <> %(without)s"
        alive = "true" if self.without is None else "fiche.id <> %(without)s"
        near, like, spoken = (alive, "true", _SPOKEN) if self.keys is None else (f"{alive} AND {_NEAR}", _LIKE, _FIRST)
        return statement.format(fiche=fiche, asked=asked, near=near, like=like, spoken=spoken.format(fiche=alive))

    @property
    def values(self) -> dict[str, Any]:
        """The statements' parameters, from the formula's settings; SRID of metres, web metres for the index."""
        own, keys = self.formule.settings, list(self.keys or ())
        places = {scale: sorted({key.place for key in keys if key.scale == scale}) for scale in Scale.values}
        today = timezone.localdate(self.now)
        return {
            "now": self.now,
            "today": today,
            "ideas_since": months_away(self.now, -own["ideas_months"]),
            "repeats_since": months_away(self.now, -own["repeats_months"]),
            "horizon": months_away(today, own["contracts_months"]),
            "srid": settings.CARTO_SRID_METRES,
            "metres": own["repeats_metres"],
            "least": own["repeats_least"],
            # As far as one report more can change whether another is of a cluster, in metres of the map's projection.
            "reach": 2 * own["repeats_metres"] * MERCATOR_STRETCH,
            "beside": own["works_metres"],
            "beside_web": own["works_metres"] * MERCATOR_STRETCH,
            "comparables": own["comparables_least"],
            "saturated": own["saturated_from"],
            "without": self.without,
            "themes": sorted({key.theme for key in keys}),
            "rues": places["rue"],
            "quartiers": places["quartier"],
            "communes": places["metropole"],
            "key_scales": [key.scale for key in keys],
            "key_places": [key.place for key in keys],
            "key_themes": [key.theme for key in keys],
        }


def asked_of(candidat: Candidat, *, without: int | None = None) -> Asked:
    """One candidate alone, at the moment and by the formula of its own count."""
    return Asked(candidat.formule, candidat.computed_at, [key_of(candidat)], without)


def key_of(candidat: Candidat) -> Key:
    """Where it stands."""
    place = candidat.rue_id if candidat.scale == Scale.RUE else candidat.territoire_id
    return Key(candidat.scale, place, candidat.theme_id)


def months_away(moment: Moment, months: int) -> Moment:
    """So many months later, or earlier; the last day of a month where that one is shorter."""
    years, month = divmod(moment.month - 1 + months, 12)
    last = calendar.monthrange(moment.year + years, month + 1)[1]
    return moment.replace(year=moment.year + years, month=month + 1, day=min(moment.day, last))


_FICHE: Final = """fiche.theme_id = ANY(%(themes)s) AND (fiche.rue_id = ANY(%(rues)s)
            OR fiche.quartier_id = ANY(%(quartiers)s) OR fiche.commune_id = ANY(%(communes)s))"""
_ASKED: Final = """(at.scale, at.place, said.theme_id) IN (
            SELECT * FROM unnest(%(key_scales)s::text[], %(key_places)s::bigint[], %(key_themes)s::bigint[]))"""
# Every report of these themes, so that a cluster is not cut at the edge of a place.
_NEAR: Final = "fiche.theme_id = ANY(%(themes)s)"
# Every facility of the types that stand there, so that the middle is that of all.
_LIKE: Final = f"""equipement.type_id IN (
            SELECT same.type_id FROM equipements_equipement AS same
            JOIN fiches_fiche AS fiche ON fiche.id = same.fiche_ptr_id WHERE {_FICHE})"""
# The first word of each place: one reading for all, or one look at an index for each.
_SAYS: Final = """fiche.kind IN ('idee', 'signalement') AND fiche.visibility IN ('public', 'joined')
          AND fiche.created_at <= %(now)s AND {fiche}"""
_SPOKEN: Final = f"""
    SELECT fiche.theme_id, fiche.rue_id, fiche.quartier_id, fiche.commune_id, min(fiche.created_at) AS at
    FROM fiches_fiche AS fiche WHERE {_SAYS}
    GROUP BY fiche.theme_id, fiche.rue_id, fiche.quartier_id, fiche.commune_id"""
_EACH: Final = " UNION ALL ".join(
    f"""(SELECT fiche.created_at FROM fiches_fiche AS fiche
         WHERE key.scale = '{scale}' AND fiche.{column} = key.place AND fiche.theme_id = key.theme AND {_SAYS}
         ORDER BY fiche.created_at LIMIT 1)"""
    for scale, column in (("rue", "rue_id"), ("quartier", "quartier_id"), ("metropole", "commune_id"))
)
_FIRST: Final = f"""
    SELECT key.theme AS theme_id, CASE key.scale WHEN 'rue' THEN key.place END AS rue_id,
           CASE key.scale WHEN 'quartier' THEN key.place END AS quartier_id,
           CASE key.scale WHEN 'metropole' THEN key.place END AS commune_id, word.created_at AS at
    FROM unnest(%(key_scales)s::text[], %(key_places)s::bigint[], %(key_themes)s::bigint[]) AS key (scale, place, theme)
    CROSS JOIN LATERAL ({_EACH}) AS word"""
