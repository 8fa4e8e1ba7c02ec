"""What the planted city is given, thousands at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import connection

from carto.comptes.models import User
from carto.fiches.models import Fiche, Soutien, SoutienKind, Theme
from projets.equipements.models import Cout, Equipement, Import, Ligne, Marche, Rattachement, Source, Usage

_STICKERS: Final = """
INSERT INTO idees_idee (fiche_ptr_id, autocollant_id, status)
SELECT unnest(%(ids)s::bigint[]), (SELECT min(id) FROM idees_autocollant), 'proposed'
"""
Said = tuple[Theme, Point, datetime]


def say_reports(said: Sequence[Said]) -> None:
    """Reports of a theme, at a place, on a day."""
    Fiche.objects.bulk_create(_fiches("signalement", said), batch_size=2000)


def wish(said: Sequence[Said], authors: Sequence[User | None], supporters: Sequence[Sequence[User | None]]) -> None:
    """Ideas with who wrote each and who supports it; None is somebody without an account."""
    ideas = _fiches("idee", said)
    for idea, author in zip(ideas, authors, strict=True):
        idea.author = author
    Fiche.objects.bulk_create(ideas, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute(_STICKERS, {"ids": [idea.pk for idea in ideas]})
    voices = [
        Soutien(fiche=idea, kind=SoutienKind.TOO, person=person)
        for idea, people in zip(ideas, supporters, strict=True)
        for person in people
    ]
    Soutien.objects.bulk_create(voices, batch_size=5000)


def _fiches(kind: str, said: Sequence[Said]) -> list[Fiche]:
    return [Fiche(kind=kind, title="Planté", theme=theme, geom=spot, created_at=when) for theme, spot, when in said]


def build(theme: Theme, spot: Point, **fields: Any) -> Equipement:
    """A facility in service."""
    told = {"title": "Planté", "nature": "other", "status": "open", "stage": "done"} | fields
    return Equipement.objects.create(kind="equipement", theme=theme, geom=spot, **told)


def run(years: Sequence[tuple[Equipement, int, float, float]]) -> None:
    """Facilities with a year, its visits and its running cost; a cost of 0 is not published."""
    uses = [
        Usage(
            equipement=place, measure="entries", month=f"{year}-01-01", months=12, value=round(visits),
            source="Planté",
        )
        for place, year, visits, _cost in years
    ]  # fmt: skip
    Usage.objects.bulk_create(uses)
    costs = [
        Cout(
            equipement=place, kind="running", purpose="running", year=year, basis="ttc", amount=round(cost, 2),
            source="Planté",
        )
        for place, year, _visits, cost in years if cost
    ]  # fmt: skip
    Cout.objects.bulk_create(costs)


def contract(places: Sequence[tuple[Equipement, Any]]) -> None:
    """A contract for each of these facilities, with the day it ends."""
    source = Source.objects.get_or_create(code="plante", defaults={"title": "Planté", "matter": "contract"})[0]
    reading = source.imports.first() or Import.objects.create(source=source, state="done")
    first = source.lignes.count()
    rows = Ligne.objects.bulk_create(
        Ligne(source=source, key=f"{first + rank}", data={}, sha256="0" * 64, first_import=reading, last_import=reading)
        for rank in range(len(places))
    )
    Marche.objects.bulk_create(
        Marche(ligne=ligne, uid=ligne.key, objet="Planté", ends_on=ends_on)
        for ligne, (_place, ends_on) in zip(rows, places, strict=True)
    )
    Rattachement.objects.bulk_create(
        Rattachement(ligne=ligne, equipement=place, state="confirmed")
        for ligne, (place, _ends_on) in zip(rows, places, strict=True)
    )


def settle() -> None:
    """Let the planner know what is there: autovacuum does not see an open transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE fiches_fiche, fiches_soutien, idees_idee, equipements_equipement, equipements_usage")
        cursor.execute("ANALYZE equipements_cout, equipements_marche, equipements_rattachement, territoires_rue")
