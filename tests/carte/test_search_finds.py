"""The search forgives accents, case, abbreviations and typos, for places, territories and fiches alike."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.db import connection
from django.test import Client

from carto.carte.querysets import search
from carto.territoires.geocoding import geocode
from carto.territoires.loaders.lieux import link_addresses
from carto.territoires.models import Adresse, Level, Lieu, Rue, Territoire
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU, COURS_DES_50_OTAGES, JARDIN_DES_PLANTES, REZE

pytestmark = pytest.mark.django_db


def rue(name: str, at: Point = CHATEAU, commune: Territoire | None = None) -> Rue:
    line = MultiLineString(LineString((at.x - 0.001, at.y), (at.x + 0.001, at.y)), srid=4326)
    return Rue.objects.create(code=f"{name}-{at.x}", name=name, geom=line, commune=commune)


def adresse(number: str, street: Rue | str, at: Point = CHATEAU, **fields: Any) -> Adresse:
    name, link = (street.name, street) if isinstance(street, Rue) else (street, None)
    code = f"{number} {name} {at.x}"
    return Adresse.objects.create(code=code, number=number, street=name, rue=link, geom=at, **fields)


def lieu(name: str, nature: str, at: Point) -> Lieu:
    return Lieu.objects.create(osm_id=f"node/{Lieu.objects.count() + 1}", name=name, nature=nature, geom=at)


@pytest.fixture
def city() -> None:
    """A handful of everything."""
    nantes = make_territoire(level=Level.COMMUNE, code="44109", name="Nantes", half=0.02)
    make_territoire(REZE, level=Level.COMMUNE, code="44143", name="Rezé", half=0.004)
    make_territoire(code="1", name="Centre-ville", parent=nantes)
    rue("Cours des 50 Otages", COURS_DES_50_OTAGES)
    rue("Boulevard des Anglais")
    rue("Quai de la Fosse")
    rue("Place Royale")
    strasbourg = rue("Rue de Strasbourg")
    for number in ("10", "12", "12 bis", "120"):
        adresse(number, strasbourg, postcode="44000", city="Nantes")
    lieu("Jardin des Plantes", "leisure=park", JARDIN_DES_PLANTES)
    lieu("Commerce", "railway=tram_stop", CHATEAU)
    lieu("", "amenity=bench", CHATEAU)


def first(text: str, **options: Any) -> tuple[str, str]:
    hits = search(text, **options)
    return (hits[0].kind, hits[0].label) if hits else ("", "")


@pytest.mark.parametrize(
    ("typed", "kind", "label"),
    [
        ("Cours des 50 Otages", "rue", "Cours des 50 Otages"),
        ("cours des 50 otage", "rue", "Cours des 50 Otages"),
        ("COUR DES 50 OTAGES", "rue", "Cours des 50 Otages"),
        ("cours des cinquante otages", "rue", "Cours des 50 Otages"),
        ("cours 50 ot", "rue", "Cours des 50 Otages"),
        ("50 otages", "rue", "Cours des 50 Otages"),
        ("bd des anglais", "rue", "Boulevard des Anglais"),
        ("bld anglai", "rue", "Boulevard des Anglais"),
        ("q. de la fosse", "rue", "Quai de la Fosse"),
        ("pl royalle", "rue", "Place Royale"),
        ("12 rue de strasbourg", "adresse", "12 Rue de Strasbourg"),
        ("12, r. de Strasbourg 44000 Nantes", "adresse", "12 Rue de Strasbourg"),
        ("12 B rue de strasbourg", "adresse", "12 bis Rue de Strasbourg"),
        ("rue de strasboug 12", "adresse", "12 Rue de Strasbourg"),
        ("99 rue de strasbourg", "rue", "Rue de Strasbourg"),
        ("jardn des plants", "lieu", "Jardin des Plantes"),
        ("comerce", "lieu", "Commerce"),
        ("reze", "territoire", "Rezé"),
        ("centre ville", "territoire", "Centre-ville"),
        ("nante", "territoire", "Nantes"),
    ],
)  # fmt: skip
def test_the_first_answer_is_the_one_meant(city: None, typed: str, kind: str, label: str) -> None:
    assert first(typed) == (kind, label)


def test_fiches_answer_by_title_and_by_number(city: None) -> None:
    fiche = make_fiche(CHATEAU, title="Lampadaire éteint devant l’école")
    make_fiche(CHATEAU, title="Lampadaire secret", visibility="waiting")
    hits = search("lampadaire eteint")
    assert [(hit.kind, hit.label, hit.url) for hit in hits] == [("fiche", fiche.title, fiche.get_absolute_url())]
    assert search(fiche.number.lower())[0].url == fiche.get_absolute_url()


def test_places_are_one_query_what_each_room_adds_one_more_and_what_they_say_of_fiches_the_last(
    city: None, django_assert_num_queries: Callable[[int], Any]
) -> None:
    make_fiche(CHATEAU)
    for text, queries in (("12 rue de strasbourg", 3), ("centre ville", 3), ("nid de poule", 4)):
        with django_assert_num_queries(queries):
            assert search(text)


def test_the_nearest_of_two_equals_comes_first() -> None:
    rue("Rue de la Paix", CHATEAU)
    rue("Rue de la Paix", REZE)
    assert search("rue de la paix", near=REZE)[0].point.distance(REZE) < 0.002
    assert search("rue de la paix", near=CHATEAU)[0].point.distance(CHATEAU) < 0.002
    assert len(search("rue de la paix")) == 2


def test_the_city_named_after_a_comma_comes_first() -> None:
    nantes = make_territoire(level=Level.COMMUNE, code="44109", name="Nantes")
    reze = make_territoire(REZE, level=Level.COMMUNE, code="44143", name="Rezé")
    rue("Rue de la Paix", CHATEAU, nantes)
    rue("Rue de la Paix", REZE, reze)
    assert search("rue de la paix, reze", near=CHATEAU)[0].detail == "Rezé"


def test_both_platforms_of_a_stop_are_one_answer() -> None:
    for shift in (0, 0.0002):
        lieu("Commerce", "railway=tram_stop", Point(CHATEAU.x + shift, CHATEAU.y, srid=4326))
    lieu("Commerce", "amenity=cinema", CHATEAU)
    assert len(search("commerce")) == 2


def test_addresses_without_a_known_street_are_found_too() -> None:
    adresse("3", "Allée des Tanneurs", city="Nantes")
    adresse("5", "Allée des Tanneurs", city="Nantes")
    with connection.cursor() as cursor:
        link_addresses(cursor)
    assert first("5 allee des taneurs") == ("adresse", "5 Allée des Tanneurs")
    assert first("allée des tanneurs") == ("rue", "Allée des Tanneurs")


def test_geocode_knows_places_only_and_settles_for_the_exact_one(city: None) -> None:
    make_fiche(CHATEAU, title="Place Royale")
    assert [hit.kind for hit in geocode("place royale")] == ["rue"]
    assert [hit.label for hit in geocode("12 rue de strasbourg")] == ["12 Rue de Strasbourg"]
    assert geocode("12 rue de strasbourg")[0].point.srid == 4326
    assert "territoire" not in {hit.kind for hit in geocode("nantes")}


def test_the_point_of_a_street_lies_on_it(city: None) -> None:
    hit = search("quai de la fosse")[0]
    assert Rue.objects.get(name=hit.label).geom.distance(hit.point) < 1e-9
    assert hit.bbox.contains(hit.point.x, hit.point.y)
    assert hit.detail == "Nantes"


def test_the_address_says_all_a_page_needs(city: None, client: Client) -> None:
    answer = client.get("/api/v1/recherche/", {"q": "bd des anglais", "lat": "47.2", "lon": "-1.55"}).json()
    hit = answer["resultats"][0]
    assert set(hit) == {"kind", "group", "label", "detail", "longitude", "latitude", "bbox", "url"}
    assert (hit["kind"], hit["label"], hit["detail"]) == ("rue", "Boulevard des Anglais", "Nantes")
    assert len(hit["bbox"]) == 4
    assert client.get("/api/v1/recherche/", {"q": "12 rue de strasbourg"}).json()["resultats"][0]["bbox"] is None
