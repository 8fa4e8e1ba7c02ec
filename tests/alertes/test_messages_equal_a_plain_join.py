"""Whom a fiche concerns is found backwards, from the fiche to the places: the same as from each place to its fiches."""

import random

import pytest
from django.contrib.gis.geos import LineString, Point, Polygon
from django.db import connection

from carto.alertes.models import Heard, Zone
from carto.alertes.places.querysets import explain_followers, followers_of
from carto.alertes.places.selection import Place, selection_of
from carto.fiches.models import Evenement, Fiche, What
from tests.alertes.places import around, drawn, follow, make_street
from tests.factories import make_territoire, make_theme
from tests.places import CHATEAU

pytestmark = pytest.mark.django_db


def _near(chance: random.Random, spread: float = 0.02) -> Point:
    return Point(CHATEAU.x + chance.uniform(-spread, spread), CHATEAU.y + chance.uniform(-spread, spread), srid=4326)


def _shape(chance: random.Random) -> Point | LineString | Polygon:
    spot = _near(chance)
    kind = chance.choice(["point", "point", "point", "line", "area"])
    if kind == "point":
        return spot
    if kind == "line":
        return LineString(spot, (spot.x + 0.004, spot.y + 0.003), srid=4326)
    area = Polygon.from_bbox((spot.x, spot.y, spot.x + 0.002, spot.y + 0.002))
    area.srid = 4326
    return area


def test_random_places_and_fiches_agree_both_ways_and_with_plain_distances() -> None:
    chance = random.Random(20261127)
    for rank in range(4):
        street = make_street(f"Rue {rank}", _near(chance))
        follow(Place(street.name, code=street.code), f"rue{rank}@exemple.fr")
        quartier = make_territoire(_near(chance), half=0.006, code=f"Q{rank}", name=f"Quartier {rank}")
        follow(Place(quartier.name, code=quartier.code), f"q{rank}@exemple.fr")
    for rank in range(25):
        follow(around(_near(chance), chance.choice([100, 300, 900, 3000])), f"c{rank}@exemple.fr")
        corner = _near(chance)
        area = Polygon.from_bbox((corner.x, corner.y, corner.x + 0.006, corner.y + 0.004))
        follow(drawn(Polygon(*area.coords, srid=4326)), f"z{rank}@exemple.fr")
    theme = make_theme()
    for rank in range(120):
        Fiche.objects.create(title=f"Fiche {rank}", geom=_shape(chance), kind="idee", theme=theme)
    Evenement.objects.bulk_create(
        Evenement(fiche=fiche, what=What.SUBMITTED, actor_role="resident") for fiche in Fiche.objects.all()
    )
    lines = dict(Evenement.objects.values_list("pk", "fiche_id"))
    rows = followers_of(list(lines), ["idee"] * len(lines), [True] * len(lines))
    found = {(lines[line], abonnement) for line, abonnement, *_rest in rows}
    assert len(found) == len(rows), "each pair once"
    forwards = {
        (fiche, zone.pk) for zone in Zone.objects.all()
        for fiche in selection_of(zone).fiches().values_list("pk", flat=True)
    }  # fmt: skip
    assert found == forwards and len(found) > 300
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fiche.id, zone.abonnement_id FROM fiches_fiche AS fiche JOIN alertes_zone AS zone"
            " ON ST_Distance(ST_Transform(zone.geom, 2154), ST_Transform(fiche.geom_web, 2154)) <= zone.reach"
        )
        plain = set(cursor.fetchall())
    drawn_or_round = set(Zone.objects.filter(code="").values_list("pk", flat=True))
    assert {pair for pair in found if pair[1] in drawn_or_round} == plain


def test_circles_and_areas_are_found_by_their_index() -> None:
    chance = random.Random(1)
    for rank in range(60):
        follow(around(_near(chance), 100), f"c{rank}@exemple.fr")
    fiche = Fiche.objects.create(title="Ici", geom=CHATEAU, kind="idee", theme=make_theme())
    line = Evenement.objects.create(fiche=fiche, what=What.SUBMITTED, actor_role="resident")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "zone_expanded" in explain_followers([line.pk], [Heard.IDEES.value], [True])
